package org.moorage.api.snapshot;

import java.time.Instant;
import java.util.Optional;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;

/// A snapshot that exists (CSI 1.13, Snapshot).
///
/// @param id         its id
/// @param source     the volume it was taken of
/// @param size       the least size of a volume that is made from it
/// @param createdAt  when the backend took it
/// @param readyToUse whether a volume can be made from it now
/// @param group      the group snapshot that it belongs to, and with which alone it goes
public record Snapshot(
        SnapshotId id,
        VolumeId source,
        Bytes size,
        Instant createdAt,
        boolean readyToUse,
        Optional<GroupSnapshotId> group) {
    /// A snapshot by itself.
    public Snapshot(SnapshotId id, VolumeId source, Bytes size, Instant createdAt, boolean readyToUse) {
        this(id, source, size, createdAt, readyToUse, Optional.empty());
    }
}
