package org.moorage.api.snapshot;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The id by which a backend knows a snapshot.
///
/// @param value the text as it stands on the wire
public record SnapshotId(String value) {
    /// @throws Failure.Invalid if the text cannot be an id
    public SnapshotId {
        Identifier.require("snapshot_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
