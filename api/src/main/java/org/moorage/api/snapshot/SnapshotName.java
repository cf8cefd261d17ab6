package org.moorage.api.snapshot;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The name a caller gives to the snapshot it wants, the key of idempotency of a create (CSI 1.13,
/// CreateSnapshotRequest).
///
/// @param value the text as it stands on the wire
public record SnapshotName(String value) {
    /// @throws Failure.Invalid if the text cannot be a name
    public SnapshotName {
        Identifier.require("name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
