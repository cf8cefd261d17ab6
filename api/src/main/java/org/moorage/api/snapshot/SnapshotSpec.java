package org.moorage.api.snapshot;

import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeId;

/// The snapshot that a caller wants (CSI 1.13, CreateSnapshotRequest).
///
/// @param name       the key of idempotency: one snapshot for each name
/// @param source     the volume to take it of
/// @param parameters the parameters of the VolumeSnapshotClass, as written there
/// @param secrets    the snapshotter's secrets
public record SnapshotSpec(SnapshotName name, VolumeId source, Map<String, String> parameters, Secrets secrets) {
    /// Copies the parameters.
    public SnapshotSpec {
        parameters = Map.copyOf(parameters);
    }
}
