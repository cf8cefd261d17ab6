package org.moorage.api.snapshot;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The id by which a backend knows a group snapshot.
///
/// @param value the text as it stands on the wire
public record GroupSnapshotId(String value) {
    /// @throws Failure.Invalid if the text cannot be an id
    public GroupSnapshotId {
        Identifier.require("group_snapshot_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
