package org.moorage.benchmarks.micro;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeResponse;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.ListVolumesResponse;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.server.command.BareServer;
import org.moorage.server.rpc.CsiServer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/// Whole calls over a Unix socket to a backend that answers at once: gRPC, fence, log, checks, locks and translation,
/// and nothing of a cloud.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RequestBenchmark {
    private static final int VOLUMES = 10_000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong next = new AtomicLong();
    private Path directory = Path.of("");
    private @Nullable CsiServer server;
    private @Nullable ManagedChannel channel;

    /// Attaches at once, and knows ten thousand volumes, each on a node.
    private static final class ReadyBackend implements VolumeAttacher, VolumeCatalog {
        private final Page<PublishedVolume> all = new Page<>(
                IntStream.range(0, VOLUMES).mapToObj(ReadyBackend::volume).toList(), Optional.empty());

        @Override
        public Map<String, String> attach(AttachSpec spec, Deadline deadline) {
            return Map.of("DevicePath", "/dev/vdb");
        }

        @Override
        public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {}

        @Override
        public Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
            return all;
        }

        @Override
        public Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
            return Optional.empty();
        }

        private static PublishedVolume volume(int number) {
            var id = new VolumeId("00000000-0000-4000-8000-%012d".formatted(number));
            return new PublishedVolume(
                    new Volume(id, Bytes.GIB, Map.of(), List.of(), Optional.empty()),
                    Set.of(new NodeId("00000000-0000-4000-9000-%012d".formatted(number % 100))));
        }
    }

    @Setup
    public void start() throws IOException {
        directory = Files.createTempDirectory("moorage-benchmark-");
        var socket = directory.resolve("csi.sock");
        server = BareServer.start(socket, new ReadyBackend());
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    @TearDown
    public void stop() throws IOException {
        if (channel != null) {
            channel.shutdownNow();
        }
        if (server != null) {
            server.close();
        }
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        Files.deleteIfExists(directory);
    }

    @Benchmark
    public ControllerPublishVolumeResponse attachOneAtATime() {
        return attach();
    }

    @Benchmark
    @Threads(50)
    public ControllerPublishVolumeResponse attachFiftyAtATime() {
        return attach();
    }

    @Benchmark
    public ListVolumesResponse listTenThousandVolumes() {
        return stub().listVolumes(ListVolumesRequest.getDefaultInstance());
    }

    private ControllerPublishVolumeResponse attach() {
        return stub().controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId("volume-" + next.incrementAndGet())
                .setNodeId("node-1")
                .setVolumeCapability(VolumeCapability.newBuilder()
                        .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
                        .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER)))
                .build());
    }

    private ControllerBlockingStub stub() {
        return ControllerGrpc.newBlockingStub(java.util.Objects.requireNonNull(channel))
                .withDeadlineAfter(15, TimeUnit.SECONDS);
    }
}
