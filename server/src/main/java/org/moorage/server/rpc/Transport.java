package org.moorage.server.rpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/// How bytes move: by the JDK's selector, in one thread for all endpoints; requests run on threads of their own.
public final class Transport implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long LONGEST_STOP_MS = 2000;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /// A builder whose server listens on that endpoint.
    NettyServerBuilder at(Endpoint endpoint) {
        return NettyServerBuilder.forAddress(address(endpoint))
                .channelType(serverSide(endpoint))
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                // Some callers keep idle connections alive more often than gRPC's servers bear by default.
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(1, TimeUnit.SECONDS);
    }

    /// A client's connection to that endpoint, for the caller to close.
    public ManagedChannel channel(Endpoint endpoint) {
        return NettyChannelBuilder.forAddress(address(endpoint))
                .channelType(clientSide(endpoint), address(endpoint).getClass())
                .eventLoopGroup(loop)
                // A socket's path is no name that all servers take for an authority.
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    private static SocketAddress address(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix unix -> UnixDomainSocketAddress.of(unix.path());
            case Endpoint.Tcp tcp -> tcp.address();
        };
    }

    private static Class<? extends ServerChannel> serverSide(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix _ -> NioServerDomainSocketChannel.class;
            case Endpoint.Tcp _ -> NioServerSocketChannel.class;
        };
    }

    private static Class<? extends Channel> clientSide(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix _ -> NioDomainSocketChannel.class;
            case Endpoint.Tcp _ -> NioSocketChannel.class;
        };
    }

    @Override
    public void close() {
        loop.shutdownGracefully(QUIET_MS, LONGEST_STOP_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LONGEST_STOP_MS);
    }
}
