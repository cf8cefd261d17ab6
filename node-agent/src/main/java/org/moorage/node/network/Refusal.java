package org.moorage.node.network;

import java.util.List;
import java.util.Locale;
import org.moorage.api.failure.Failure;

/// Why a mount was not to be had.
///
/// @param kind    what a caller can do about it
/// @param meaning what is wrong, and what to do
record Refusal(Kind kind, String meaning) {
    /// What a caller can do about it.
    enum Kind {
        /// Who mounts is not let in: the key, or the rule.
        DENIED,
        /// What is to be mounted is not there.
        MISSING,
        /// The server does not answer; a repeat may succeed.
        AWAY,
        /// It cannot be mounted in that way.
        UNFIT
    }

    /// The signs of a refusal in what a program wrote, and what they mean.
    ///
    /// @param texts   any of these, in small letters
    /// @param refusal what it means
    record Sign(List<String> texts, Refusal refusal) {
        boolean isIn(String said) {
            var small = said.toLowerCase(Locale.ROOT);
            return texts.stream().anyMatch(small::contains);
        }
    }

    /// The failure that says so.
    ///
    /// @param what what was tried, and what the program said
    Failure failure(String what) {
        var message = what + ": " + meaning;
        return switch (kind) {
            case DENIED -> new Failure.Denied(message);
            case MISSING -> new Failure.NotFound(message);
            case AWAY -> new Failure.Unavailable(message);
            case UNFIT -> new Failure.Precondition(message);
        };
    }

    /// What the first sign found means.
    static Refusal read(String said, List<Sign> signs, Refusal otherwise) {
        return signs.stream()
                .filter(sign -> sign.isIn(said))
                .findFirst()
                .map(Sign::refusal)
                .orElse(otherwise);
    }
}
