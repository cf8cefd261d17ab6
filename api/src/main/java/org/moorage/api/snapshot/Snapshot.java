package org.moorage.api.snapshot;

import java.time.Instant;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;

/// A snapshot that exists (CSI 1.13, Snapshot).
///
/// @param id         its id
/// @param source     the volume it was taken of
/// @param size       the least size of a volume that is made from it
/// @param createdAt  when the backend took it
/// @param readyToUse whether a volume can be made from it now
public record Snapshot(SnapshotId id, VolumeId source, Bytes size, Instant createdAt, boolean readyToUse) {}
