package org.moorage.api;

import org.moorage.api.failure.Failure;

/// The rule that all names and ids of CSI share, held in one place.
public final class Identifier {
    /// The longest name or id in bytes that is accepted; CSI demands support of 128 ("Size Limits") and callers
    /// keep to it.
    public static final int MAXIMUM_LENGTH = 256;

    private Identifier() {}

    /// Returns `text` when it may stand as a name or an id: not blank, at most {@link #MAXIMUM_LENGTH}
    /// characters, without control characters. Whether such an object exists, or could ever, is for the backend
    /// to say.
    ///
    /// @param what how the failure names it: `volume_id`, `node_id`, `name`
    /// @throws Failure.Invalid if it may not
    public static String require(String what, String text) {
        if (text.isBlank()) {
            throw new Failure.Invalid(what + " is missing");
        }
        if (text.length() > MAXIMUM_LENGTH) {
            throw new Failure.Invalid(what + " is longer than " + MAXIMUM_LENGTH + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Failure.Invalid(what + " contains a control character");
        }
        return text;
    }
}
