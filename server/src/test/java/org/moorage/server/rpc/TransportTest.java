package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.server.identity.IdentityService;
import org.moorage.server.plugin.Roles;

class TransportTest {
    @TempDir
    private Path directory;

    /// Where epoll is not available, the JDK's selector does as well.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesWithEpollAndWithout(boolean epoll) throws Exception {
        var socket = directory.resolve("csi.sock");
        var service = new IdentityService(new DriverIdentity("fake.org", "1", false), new Roles(List.of()), () -> true);
        var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (var transport = new Transport(epoll)) {
            var server = transport
                    .at(new Endpoint.Unix(socket))
                    .addService(service)
                    .build()
                    .start();
            var channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                    .eventLoopGroup(loop)
                    .usePlaintext()
                    .build();

            var answer = IdentityGrpc.newBlockingStub(channel).probe(ProbeRequest.getDefaultInstance());

            assertThat(answer.getReady().getValue()).isTrue();
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
