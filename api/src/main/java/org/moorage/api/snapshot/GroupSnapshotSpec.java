package org.moorage.api.snapshot;

import java.util.List;
import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeId;

/// The group snapshot that a caller wants (CSI 1.13, CreateVolumeGroupSnapshotRequest).
///
/// @param name       the key of idempotency: one group snapshot for each name
/// @param sources    the volumes to take it of, each once
/// @param parameters the parameters of the VolumeGroupSnapshotClass, as written there
/// @param secrets    the snapshotter's secrets
public record GroupSnapshotSpec(
        SnapshotName name, List<VolumeId> sources, Map<String, String> parameters, Secrets secrets) {
    /// Copies the collections.
    ///
    /// @throws Failure.Invalid no volume is named, or one twice
    public GroupSnapshotSpec {
        sources = List.copyOf(sources);
        parameters = Map.copyOf(parameters);
        if (sources.isEmpty()) {
            throw new Failure.Invalid("source_volume_ids is missing");
        }
        if (sources.stream().distinct().count() < sources.size()) {
            throw new Failure.Invalid("source_volume_ids names a volume twice");
        }
    }
}
