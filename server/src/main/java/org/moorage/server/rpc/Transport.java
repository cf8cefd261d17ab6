package org.moorage.server.rpc;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How bytes move: epoll where the kernel and the library have it, else the JDK's own selector. One thread for
/// all endpoints moves bytes; requests run on threads of their own.
public final class Transport implements AutoCloseable {
    private static final long QUIET_MS = 0;
    private static final long LONGEST_STOP_MS = 2000;

    private static final Duration REHEARSAL = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final boolean epoll;
    private final MultiThreadIoEventLoopGroup loop;

    public Transport() {
        this(Epoll.isAvailable());
    }

    Transport(boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loop = new MultiThreadIoEventLoopGroup(1, handlers);
    }

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

    /// Makes one call to the socket and waits for its answer, whatever it says: the first call of a process takes
    /// many times as long as those that follow.
    void rehearse(Path socket) {
        var channel = channel(new Endpoint.Unix(socket));
        try {
            var _ = IdentityGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(REHEARSAL)
                    .getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.ERROR, e.getMessage())
                    .log("the first call, made by the server itself, failed");
        } finally {
            channel.shutdownNow();
        }
    }

    /// A client's connection to that endpoint, for the caller to close.
    public ManagedChannel channel(Endpoint endpoint) {
        return NettyChannelBuilder.forAddress(address(endpoint))
                .channelType(clientSide(endpoint))
                .eventLoopGroup(loop)
                // A socket's path is no name that all servers take for an authority.
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    private SocketAddress address(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix unix ->
                epoll ? new DomainSocketAddress(unix.path().toFile()) : UnixDomainSocketAddress.of(unix.path());
            case Endpoint.Tcp tcp -> tcp.address();
        };
    }

    private Class<? extends ServerChannel> serverSide(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix _ -> epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
            case Endpoint.Tcp _ -> epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        };
    }

    private Class<? extends Channel> clientSide(Endpoint endpoint) {
        return switch (endpoint) {
            case Endpoint.Unix _ -> epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
            case Endpoint.Tcp _ -> epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        };
    }

    @Override
    public void close() {
        loop.shutdownGracefully(QUIET_MS, LONGEST_STOP_MS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(LONGEST_STOP_MS);
    }
}
