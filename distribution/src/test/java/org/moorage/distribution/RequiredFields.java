package org.moorage.distribution;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What CSI demands of each request (CSI 1.13, the fields said to be REQUIRED): without it the only right answer is
/// INVALID_ARGUMENT.
final class RequiredFields {
    private static final Map<String, List<String>> BY_REQUEST = Map.ofEntries(
            Map.entry("CreateVolumeRequest", List.of("name", "volume_capabilities")),
            Map.entry("DeleteVolumeRequest", List.of("volume_id")),
            Map.entry("ControllerPublishVolumeRequest", List.of("volume_id", "node_id", "volume_capability")),
            Map.entry("ControllerUnpublishVolumeRequest", List.of("volume_id")),
            Map.entry("ValidateVolumeCapabilitiesRequest", List.of("volume_id", "volume_capabilities")),
            Map.entry("ControllerGetVolumeRequest", List.of("volume_id")),
            Map.entry("ControllerModifyVolumeRequest", List.of("volume_id")),
            Map.entry("ControllerExpandVolumeRequest", List.of("volume_id", "capacity_range")),
            Map.entry("CreateSnapshotRequest", List.of("name", "source_volume_id")),
            Map.entry("DeleteSnapshotRequest", List.of("snapshot_id")),
            Map.entry("GetSnapshotRequest", List.of("snapshot_id")),
            Map.entry("CreateVolumeGroupSnapshotRequest", List.of("name", "source_volume_ids")),
            Map.entry("DeleteVolumeGroupSnapshotRequest", List.of("group_snapshot_id")),
            Map.entry("GetVolumeGroupSnapshotRequest", List.of("group_snapshot_id")),
            Map.entry("NodeStageVolumeRequest", List.of("volume_id", "staging_target_path", "volume_capability")),
            Map.entry("NodeUnstageVolumeRequest", List.of("volume_id", "staging_target_path")),
            Map.entry("NodePublishVolumeRequest", List.of("volume_id", "target_path", "volume_capability")),
            Map.entry("NodeUnpublishVolumeRequest", List.of("volume_id", "target_path")),
            Map.entry("NodeGetVolumeStatsRequest", List.of("volume_id", "volume_path")),
            Map.entry("NodeExpandVolumeRequest", List.of("volume_id", "volume_path")));

    private RequiredFields() {}

    /// The first required field that the request lacks.
    static Optional<String> missing(Message request) {
        var type = request.getDescriptorForType();
        return BY_REQUEST.getOrDefault(type.getName(), List.of()).stream()
                .filter(name -> {
                    var field = type.findFieldByName(name);
                    return field.isRepeated()
                            ? request.getRepeatedFieldCount(field) == 0
                            : field.hasPresence()
                                    ? !request.hasField(field)
                                    : request.getField(field).equals("");
                })
                .findFirst();
    }
}
