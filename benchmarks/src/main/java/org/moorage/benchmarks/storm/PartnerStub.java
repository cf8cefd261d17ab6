package org.moorage.benchmarks.storm;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesResponse;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.csi.v1.ProbeResponse;

/// A node plugin that is there and does nothing: without one the Go driver for Manila does not start on
/// a node, and answers no Probe elsewhere.
public final class PartnerStub implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;

    /// Serves on a socket.
    public PartnerStub(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(new Identity())
                .addService(new Node())
                .build()
                .start();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static final class Node extends NodeGrpc.NodeImplBase {
        @Override
        public void nodeGetCapabilities(
                NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
            caller.onNext(NodeGetCapabilitiesResponse.getDefaultInstance());
            caller.onCompleted();
        }
    }

    private static final class Identity extends IdentityGrpc.IdentityImplBase {
        @Override
        public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
            caller.onNext(GetPluginInfoResponse.newBuilder()
                    .setName("stub.moorage.org")
                    .setVendorVersion("1")
                    .build());
            caller.onCompleted();
        }

        @Override
        public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
            caller.onNext(ProbeResponse.getDefaultInstance());
            caller.onCompleted();
        }
    }
}
