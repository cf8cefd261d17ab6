package org.moorage.api.volume;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The name a caller gives to the volume it wants, the key of idempotency of a create (CSI 1.13,
/// CreateVolumeRequest).
///
/// @param value the text as it stands on the wire
public record VolumeName(String value) {
    /// @throws Failure.Invalid if the text cannot be a name
    public VolumeName {
        Identifier.require("name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
