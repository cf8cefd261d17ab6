package org.moorage.api.snapshot;

import java.util.Optional;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeId;

/// Which snapshots a listing shall hold (CSI 1.13, ListSnapshotsRequest).
///
/// @param source  only those of this volume; empty for those of every volume
/// @param secrets the secrets of the request
public record SnapshotQuery(Optional<VolumeId> source, Secrets secrets) {}
