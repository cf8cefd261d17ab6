package org.moorage.demo;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesResponse;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsResponse;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeResponse;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.csi.v1.NodeServiceCapability.RPC;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeResponse;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeResponse;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeResponse;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.csi.v1.ProbeResponse;
import org.moorage.csi.v1.VolumeUsage;

/// A node plugin of another driver (csi-driver-nfs, ceph-csi) for machines without file servers: it takes what such a
/// plugin is told, and shows the very directory that the embedded cloud keeps a share in, by a bind mount, in the place
/// of a mount over the network. To nobody but the demo and tests is it of any use.
public final class StandIn implements AutoCloseable {
    private final Path ofCeph;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;

    /// Listens.
    ///
    /// @param socket where
    /// @param ofCeph where the shares of CephFS lie, for which the embedded cloud keeps no directories
    StandIn(Path socket, Path ofCeph) {
        this.ofCeph = ofCeph;
        var services = List.<BindableService>of(new Identity(), new Node());
        try {
            server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelType(NioServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .addServices(
                            services.stream().map(BindableService::bindService).toList())
                    .build()
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot listen on " + socket, failure);
        }
    }

    /// Stands in at a socket until it is killed.
    ///
    /// @param arguments the socket, and a directory of its own
    public static void main(String[] arguments) throws InterruptedException {
        var standIn = new StandIn(Path.of(arguments[0]), Path.of(arguments[1]));
        System.out.println("listening");
        standIn.server.awaitTermination();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Path directory(Map<String, String> context) throws IOException {
        if (context.containsKey("share")) {
            return Path.of(context.get("share"));
        }
        if (context.containsKey("rootPath")) {
            var name = context.get("rootPath").replace('/', '-');
            return Files.createDirectories(ofCeph.resolve(name));
        }
        throw Status.INVALID_ARGUMENT
                .withDescription("neither share nor rootPath is in " + context.keySet())
                .asRuntimeException();
    }

    private static void bind(Path from, Path to, boolean readOnly) throws IOException {
        if (Leftovers.isMounted(to)) {
            return;
        }
        if (!Files.isDirectory(from)) {
            throw Status.NOT_FOUND.withDescription("there is no " + from).asRuntimeException();
        }
        Files.createDirectories(to);
        Shell.run("mount", "--bind", from.toString(), to.toString());
        if (readOnly) {
            Shell.run("mount", "-o", "remount,bind,ro", to.toString());
        }
    }

    private static void unmount(Path path) throws IOException {
        while (Leftovers.isMounted(path)) {
            Shell.run("umount", path.toString());
        }
    }

    private interface Work<R> {
        R done() throws IOException;
    }

    private static <R> void answer(StreamObserver<R> caller, Work<R> work) {
        try {
            caller.onNext(work.done());
            caller.onCompleted();
        } catch (StatusRuntimeException refusal) {
            caller.onError(refusal);
        } catch (IOException | StepFailed failure) {
            caller.onError(Status.INTERNAL.withDescription(failure.getMessage()).asRuntimeException());
        }
    }

    private static final class Identity extends IdentityGrpc.IdentityImplBase {
        @Override
        public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
            answer(
                    caller,
                    () -> GetPluginInfoResponse.newBuilder()
                            .setName("stand-in.moorage.org")
                            .setVendorVersion("1")
                            .build());
        }

        @Override
        public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
            answer(caller, ProbeResponse::getDefaultInstance);
        }
    }

    private final class Node extends NodeGrpc.NodeImplBase {
        @Override
        public void nodeGetCapabilities(
                NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
            answer(
                    caller,
                    () -> NodeGetCapabilitiesResponse.newBuilder()
                            .addCapabilities(capability(RPC.Type.STAGE_UNSTAGE_VOLUME))
                            .addCapabilities(capability(RPC.Type.GET_VOLUME_STATS))
                            .build());
        }

        private static NodeServiceCapability capability(RPC.Type type) {
            return NodeServiceCapability.newBuilder()
                    .setRpc(RPC.newBuilder().setType(type))
                    .build();
        }

        @Override
        public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> caller) {
            answer(caller, () -> {
                bind(directory(request.getVolumeContextMap()), Path.of(request.getStagingTargetPath()), false);
                return NodeStageVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public void nodeUnstageVolume(
                NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> caller) {
            answer(caller, () -> {
                unmount(Path.of(request.getStagingTargetPath()));
                return NodeUnstageVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public void nodePublishVolume(
                NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
            answer(caller, () -> {
                var staging = Path.of(request.getStagingTargetPath());
                if (!Leftovers.isMounted(staging)) {
                    throw Status.FAILED_PRECONDITION
                            .withDescription("nothing is staged at " + staging)
                            .asRuntimeException();
                }
                bind(staging, Path.of(request.getTargetPath()), request.getReadonly());
                return NodePublishVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public void nodeUnpublishVolume(
                NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
            answer(caller, () -> {
                var target = Path.of(request.getTargetPath());
                unmount(target);
                Files.deleteIfExists(target);
                return NodeUnpublishVolumeResponse.getDefaultInstance();
            });
        }

        @Override
        public void nodeGetVolumeStats(
                NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
            answer(caller, () -> {
                if (request.getVolumeId().isEmpty() || request.getVolumePath().isEmpty()) {
                    throw Status.INVALID_ARGUMENT
                            .withDescription("volume_id or volume_path is missing")
                            .asRuntimeException();
                }
                var path = Path.of(request.getVolumePath());
                if (!Leftovers.isMounted(path)) {
                    throw Status.NOT_FOUND
                            .withDescription("nothing is mounted at " + path)
                            .asRuntimeException();
                }
                var store = Files.getFileStore(path);
                return NodeGetVolumeStatsResponse.newBuilder()
                        .addUsage(VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.BYTES)
                                .setTotal(store.getTotalSpace())
                                .setAvailable(store.getUsableSpace())
                                .setUsed(store.getTotalSpace() - store.getUnallocatedSpace()))
                        .build();
            });
        }
    }
}
