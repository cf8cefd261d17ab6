package org.moorage.server;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeExpandVolumeResponse;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesResponse;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetInfoResponse;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsResponse;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeResponse;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeResponse;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeResponse;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeResponse;

/// Another CSI driver's node plugin on a real socket: it notes what it is sent, and fails, hangs or dies when told to.
public final class StubPartner implements AutoCloseable {
    private final Path socket;
    private final List<NodeServiceCapability.RPC.Type> capabilities = new CopyOnWriteArrayList<>();
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final Map<String, Status> failures = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> hangs = new ConcurrentHashMap<>();
    private final List<Duration> deadlines = new CopyOnWriteArrayList<>();
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()) {
        @Override
        public ChannelFuture register(Channel channel) {
            channels.add(channel);
            return super.register(channel);
        }
    };
    private final Server server;

    private StubPartner(Path socket, List<NodeServiceCapability.RPC.Type> capabilities) {
        this.socket = socket;
        this.capabilities.addAll(capabilities);
        try {
            server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelType(NioServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    .addService(new Identity())
                    .addService(new Node())
                    .intercept(new Deadlines())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins to listen.
    public static StubPartner at(Path socket, NodeServiceCapability.RPC.Type... capabilities) {
        return new StubPartner(socket, List.of(capabilities));
    }

    /// The requests so far of that type, in order.
    public <Q extends Message> List<Q> received(Class<Q> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// How much time each caller left it.
    public List<Duration> deadlines() {
        return deadlines;
    }

    /// Makes calls of that method end so.
    public void fail(String method, Status status) {
        failures.put(method, status);
    }

    /// Makes calls of that method be good again.
    public void heal(String method) {
        failures.remove(method);
    }

    /// Makes the next call of that method never be answered; what is returned counts down when it has come.
    public CountDownLatch hang(String method) {
        var arrived = new CountDownLatch(1);
        hangs.put(method, arrived);
        return arrived;
    }

    private <R> void answer(String method, Message request, R answer, StreamObserver<R> caller) {
        received.add(request);
        var hang = hangs.remove(method);
        if (hang != null) {
            hang.countDown();
            return;
        }
        var failure = failures.get(method);
        if (failure != null) {
            caller.onError(failure.asRuntimeException());
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }

    /// Is gone at once, as a process that is killed: its callers see their connections end, and no word of it.
    public void die() {
        // The end of the loop alone now and then leaves a connection open, as no dead process does.
        loop.submit(() -> channels.forEach(channel -> channel.unsafe().closeForcibly()))
                .syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        leave();
    }

    @Override
    public void close() {
        server.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        leave();
    }

    private void leave() {
        try {
            loop.awaitTermination(5, TimeUnit.SECONDS);
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Deadlines implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, io.grpc.Metadata headers, ServerCallHandler<Q, R> next) {
            var deadline = Context.current().getDeadline();
            if (deadline != null) {
                deadlines.add(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
            }
            return next.startCall(call, headers);
        }
    }

    private final class Identity extends IdentityGrpc.IdentityImplBase {
        @Override
        public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
            answer(
                    "GetPluginInfo",
                    request,
                    GetPluginInfoResponse.newBuilder()
                            .setName("stub.partner.org")
                            .setVendorVersion("4.12")
                            .build(),
                    caller);
        }
    }

    private final class Node extends NodeGrpc.NodeImplBase {
        @Override
        public void nodeGetCapabilities(
                NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
            var answer = NodeGetCapabilitiesResponse.newBuilder();
            capabilities.forEach(type -> answer.addCapabilities(NodeServiceCapability.newBuilder()
                    .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))));
            answer("NodeGetCapabilities", request, answer.build(), caller);
        }

        @Override
        public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> caller) {
            answer("NodeStageVolume", request, NodeStageVolumeResponse.getDefaultInstance(), caller);
        }

        @Override
        public void nodeUnstageVolume(
                NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> caller) {
            answer("NodeUnstageVolume", request, NodeUnstageVolumeResponse.getDefaultInstance(), caller);
        }

        @Override
        public void nodePublishVolume(
                NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
            answer("NodePublishVolume", request, NodePublishVolumeResponse.getDefaultInstance(), caller);
        }

        @Override
        public void nodeUnpublishVolume(
                NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
            answer("NodeUnpublishVolume", request, NodeUnpublishVolumeResponse.getDefaultInstance(), caller);
        }

        @Override
        public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> caller) {
            answer(
                    "NodeExpandVolume",
                    request,
                    NodeExpandVolumeResponse.newBuilder().setCapacityBytes(7).build(),
                    caller);
        }

        @Override
        public void nodeGetVolumeStats(
                NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
            answer("NodeGetVolumeStats", request, NodeGetVolumeStatsResponse.getDefaultInstance(), caller);
        }

        @Override
        public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
            throw new AssertionError("the node's id is not the partner's to tell");
        }
    }
}
