package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.IdentityGrpc;

@Timeout(60)
class RehearsalTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    private Path directory;

    @Test
    void theServerHasAnsweredOneCallBeforeItReturns() throws Exception {
        var socket = directory.resolve("csi.sock");
        var answered = new AtomicInteger();
        var service = new IdentityGrpc.IdentityImplBase() {
            @Override
            public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
                caller.onNext(GetPluginInfoResponse.getDefaultInstance());
                caller.onCompleted();
                answered.incrementAndGet();
            }
        };
        try (var transport = new Transport()) {
            var server = transport
                    .at(new Endpoint.Unix(socket))
                    .directExecutor()
                    .addService(service)
                    .build()
                    .start();

            Rehearsal.at(socket, LONG);

            assertThat(answered).hasValue(1);
            server.shutdownNow();
        }
    }

    @Test
    void anAnswerThatIsAFailureIsOne() throws Exception {
        var socket = directory.resolve("csi.sock");
        try (var transport = new Transport()) {
            var server = transport.at(new Endpoint.Unix(socket)).build().start();

            assertThatCode(() -> Rehearsal.at(socket, LONG)).doesNotThrowAnyException();

            server.shutdownNow();
        }
    }

    @Test
    void oneThatNeverSpeaksIsGivenUp() throws Exception {
        var socket = UnixDomainSocketAddress.of(directory.resolve("csi.sock"));
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket)) {
            assertThat(silent.isOpen()).isTrue();

            assertThatThrownBy(() -> Rehearsal.at(socket.getPath(), Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer within 50 ms");
        }
    }

    @Test
    void oneThatHangsUpIsNotWaitedFor() throws Exception {
        var socket = UnixDomainSocketAddress.of(directory.resolve("csi.sock"));
        try (var listening =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(socket)) {
            Thread.startVirtualThread(() -> hangUp(listening));

            assertThatThrownBy(() -> Rehearsal.at(socket.getPath(), LONG)).hasMessageStartingWith("the call broke off");
        }
    }

    private static void hangUp(ServerSocketChannel listening) {
        try {
            listening.accept().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whereNobodyListensNothingIsHeld() {
        assertThatThrownBy(() -> Rehearsal.at(directory.resolve("nobody.sock"), LONG))
                .isInstanceOf(SocketException.class);
    }
}
