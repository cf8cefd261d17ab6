package org.moorage.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetInfoResponse;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeUsage;

/// Asks of the node service what the kubelet asks, with the paths that the kubelet would choose.
final class Kubelet {
    private final CsiClient csi;
    private final Path root;

    /// @param root the directory that stands for `/var/lib/kubelet`
    Kubelet(CsiClient csi, Path root) {
        this.csi = csi;
        this.root = root;
    }

    /// Who the node is.
    NodeGetInfoResponse node() {
        return csi.node(stub -> stub.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()));
    }

    private boolean stages() {
        return csi
                .node(stub -> stub.nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance()))
                .getCapabilitiesList()
                .stream()
                .anyMatch(one -> one.getRpc().getType() == NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME);
    }

    /// Where the volume appears in its pod: a directory, or a file for a raw block device.
    Path target(Volume volume) {
        return podDirectory(volume).resolve("mount");
    }

    void stage(Volume volume, VolumeCapability capability, Map<String, String> publishContext) {
        StepFailed.unless(stages(), "the node service does not stage volumes");
        var request = NodeStageVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setStagingTargetPath(directory(staging(volume)).toString())
                .setVolumeCapability(capability)
                .putAllPublishContext(publishContext)
                .putAllVolumeContext(volume.getVolumeContextMap())
                .build();
        csi.node(stub -> stub.nodeStageVolume(request));
    }

    void publish(Volume volume, VolumeCapability capability, Map<String, String> publishContext) {
        directory(podDirectory(volume));
        var request = NodePublishVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setStagingTargetPath(staging(volume).toString())
                .setTargetPath(target(volume).toString())
                .setVolumeCapability(capability)
                .putAllPublishContext(publishContext)
                .putAllVolumeContext(volume.getVolumeContextMap())
                .build();
        csi.node(stub -> stub.nodePublishVolume(request));
    }

    void unpublish(Volume volume) {
        var request = NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setTargetPath(target(volume).toString())
                .build();
        csi.node(stub -> stub.nodeUnpublishVolume(request));
    }

    void unstage(Volume volume) {
        var request = NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setStagingTargetPath(staging(volume).toString())
                .build();
        csi.node(stub -> stub.nodeUnstageVolume(request));
    }

    void expand(Volume volume, VolumeCapability capability, long requiredBytes) {
        var request = NodeExpandVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setVolumePath(target(volume).toString())
                .setStagingTargetPath(staging(volume).toString())
                .setVolumeCapability(capability)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(requiredBytes))
                .build();
        csi.node(stub -> stub.nodeExpandVolume(request));
    }

    /// How the volume is filled, in bytes.
    VolumeUsage bytesUsed(Volume volume) {
        var request = NodeGetVolumeStatsRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setVolumePath(target(volume).toString())
                .setStagingTargetPath(staging(volume).toString())
                .build();
        return csi.node(stub -> stub.nodeGetVolumeStats(request)).getUsageList().stream()
                .filter(usage -> usage.getUnit() == VolumeUsage.Unit.BYTES)
                .findFirst()
                .orElseThrow(() -> new StepFailed("the stats tell no bytes"));
    }

    private Path staging(Volume volume) {
        return root.resolve("plugins/kubernetes.io/csi")
                .resolve(volume.getVolumeId())
                .resolve("globalmount");
    }

    private Path podDirectory(Volume volume) {
        return root.resolve("pods/demo/volumes").resolve(volume.getVolumeId());
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
