package org.moorage.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;

/// One volume on its way into a pod and out again, and what the pod does with it.
final class InUse {
    private static final String FILE = "hello";

    private final Sidecars sidecars;
    private final Kubelet kubelet;
    private final Optional<String> nodeId;
    private final Volume volume;
    private final VolumeCapability capability;
    private Map<String, String> publishContext = Map.of();

    /// @param nodeId the node that it is attached to; empty where the driver attaches nothing
    InUse(Sidecars sidecars, Kubelet kubelet, Optional<String> nodeId, Volume volume, VolumeCapability capability) {
        this.sidecars = sidecars;
        this.kubelet = kubelet;
        this.nodeId = nodeId;
        this.volume = volume;
        this.capability = capability;
    }

    Volume volume() {
        return volume;
    }

    VolumeCapability capability() {
        return capability;
    }

    /// Attaches the volume to the node.
    ///
    /// @return the path at which the cloud attached it: `/dev/vdb`
    String attach() {
        publishContext =
                nodeId.map(node -> sidecars.attach(volume, node, capability)).orElse(Map.of());
        return publishContext.getOrDefault("DevicePath", "attached");
    }

    void stage() {
        kubelet.stage(volume, capability, publishContext);
    }

    void publish() {
        kubelet.publish(volume, capability, publishContext);
    }

    /// All that a pod waits for before it starts.
    void bringUp(boolean mounts) {
        attach();
        if (mounts) {
            stage();
            publish();
        }
    }

    void unpublish() {
        kubelet.unpublish(volume);
    }

    void unstage() {
        kubelet.unstage(volume);
    }

    void detach() {
        nodeId.ifPresent(node -> sidecars.detach(volume.getVolumeId(), node));
    }

    /// All that follows the end of a pod.
    void takeDown(boolean mounts) {
        if (mounts) {
            unpublish();
            unstage();
        }
        detach();
    }

    /// Grows the volume while it is in use, and the file system on it.
    void grow(long gib, boolean mounts) {
        var bytes = sidecars.expand(volume.getVolumeId(), capability, gib, 0);
        StepFailed.unless(bytes == gib * Sidecars.GIB, "the volume has " + bytes + " bytes");
        if (mounts) {
            kubelet.expand(volume, capability, bytes);
        }
    }

    /// The size in bytes of the mounted file system, as the node service tells it.
    long fileSystemBytes() {
        return kubelet.bytesUsed(volume).getTotal();
    }

    void writeFile(byte[] content) throws IOException {
        var file = kubelet.target(volume).resolve(FILE);
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, content);
        }
    }

    void expectFile(byte[] content) throws IOException {
        var file = kubelet.target(volume).resolve(FILE);
        StepFailed.unless(Files.exists(file), "the file is not there");
        StepFailed.unless(Arrays.equals(Files.readAllBytes(file), content), "the file has another content");
    }

    /// Writes to the start of the raw block device.
    void writeDevice(byte[] content) throws IOException {
        try (var channel = FileChannel.open(device(), StandardOpenOption.WRITE)) {
            writeAll(channel, content);
        }
    }

    void expectDevice(byte[] content) throws IOException {
        try (var in = Files.newInputStream(device())) {
            StepFailed.unless(Arrays.equals(in.readNBytes(content.length), content), "the device reads otherwise");
        }
    }

    private Path device() {
        return kubelet.target(volume);
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(true);
    }
}
