package org.moorage.api.volume;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The id by which a backend knows a volume: Cinder's and Manila's UUIDs, or whatever a backend hands out.
///
/// @param value the text as it stands on the wire
public record VolumeId(String value) {
    /// @throws Failure.Invalid if the text cannot be an id
    public VolumeId {
        Identifier.require("volume_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
