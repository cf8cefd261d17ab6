package org.moorage.api.snapshot;

import java.time.Instant;
import java.util.List;

/// Snapshots of several volumes at one moment (CSI 1.13, VolumeGroupSnapshot).
///
/// @param id         its id
/// @param members    a snapshot of each volume, all of them from the first answer on
/// @param createdAt  when the backend took it
/// @param readyToUse whether every member is ready
public record GroupSnapshot(GroupSnapshotId id, List<Snapshot> members, Instant createdAt, boolean readyToUse) {
    /// Copies the list.
    public GroupSnapshot {
        members = List.copyOf(members);
    }
}
