package org.moorage.benchmarks.storm;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerUnpublishVolumeRequest;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.GetPluginCapabilitiesRequest;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.csi.v1.Snapshot;
import org.moorage.csi.v1.VolumeCapability;

/// Calls a CSI server by its socket, each call once, with a time limit. Safe for many threads.
public final class Csi implements AutoCloseable {
    private static final long GIB = 1L << 30;
    private static final VolumeCapability CAPABILITY = VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.getDefaultInstance())
            .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                    .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
            .build();
    private static final Duration START_LIMIT = Duration.ofMinutes(1);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;
    private final Patience patience;
    private final Map<String, String> secrets;

    /// @param secrets what goes along with each call
    Csi(Path socket, Patience patience, Map<String, String> secrets) {
        this.patience = patience;
        this.secrets = Map.copyOf(secrets);
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    /// For calls that need no secrets.
    public Csi(Path socket) {
        this(socket, Patience.DEFAULT, Map.of());
    }

    /// Waits until the server answers Probe.
    ///
    /// @param alive whether there is still a server to wait for
    /// @param pause between two tries
    /// @throws NotMeasured there is none, or it does not answer in time
    public void awaitReady(BooleanSupplier alive, Duration pause) throws InterruptedException {
        var end = Instant.now().plus(START_LIMIT);
        while (true) {
            try {
                var answer = IdentityGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .probe(ProbeRequest.getDefaultInstance());
                if (!answer.hasReady() || answer.getReady().getValue()) {
                    return;
                }
            } catch (StatusRuntimeException notYet) {
                channel.resetConnectBackoff();
            }
            if (!alive.getAsBoolean()) {
                throw new NotMeasured("the driver ended while it started");
            }
            if (Instant.now().isAfter(end)) {
                throw new NotMeasured("the driver did not answer Probe within " + START_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(pause);
        }
    }

    /// Makes the calls of a node's server that change nothing and need no volume: four calls.
    public void askAround() {
        var identity = IdentityGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
        var _ = identity.probe(ProbeRequest.getDefaultInstance());
        var _ = identity.getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
        var _ = identity.getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance());
        var _ = NodeGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance());
    }

    /// The version that the driver gives itself.
    String version() {
        return IdentityGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                .getVendorVersion();
    }

    /// Creates a volume of 1 GiB, and returns its id.
    String create(String name) {
        var request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(GIB))
                .addVolumeCapabilities(CAPABILITY)
                .putAllSecrets(secrets)
                .putAllParameters(Map.of(
                        "csi.storage.k8s.io/pvc/name", name,
                        "csi.storage.k8s.io/pvc/namespace", "storm",
                        "csi.storage.k8s.io/pv/name", name))
                .build();
        return controller(Step.CREATE).createVolume(request).getVolume().getVolumeId();
    }

    void attach(String volume, String node) {
        var _ = controller(Step.ATTACH)
                .controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setNodeId(node)
                        .setVolumeCapability(CAPABILITY)
                        .build());
    }

    void detach(String volume, String node) {
        var _ = controller(Step.DETACH)
                .controllerUnpublishVolume(ControllerUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setNodeId(node)
                        .build());
    }

    Snapshot snapshot(String name, String volume) {
        return controller(Step.SNAPSHOT)
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(volume)
                        .putParameters("force-create", "true")
                        .build())
                .getSnapshot();
    }

    void deleteSnapshot(String snapshot) {
        var _ = controller(Step.DELETE_SNAPSHOT)
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot)
                        .build());
    }

    /// Grows the volume to 2 GiB.
    void expand(String volume) {
        var _ = controller(Step.EXPAND)
                .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .setVolumeCapability(CAPABILITY)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(2 * GIB))
                        .build());
    }

    void delete(String volume) {
        var _ = controller(Step.DELETE)
                .deleteVolume(DeleteVolumeRequest.newBuilder()
                        .setVolumeId(volume)
                        .putAllSecrets(secrets)
                        .build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private ControllerBlockingStub controller(Step step) {
        return ControllerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(patience.of(step).toMillis(), TimeUnit.MILLISECONDS);
    }
}
