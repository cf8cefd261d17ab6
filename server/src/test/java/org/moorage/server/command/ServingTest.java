package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;

@Timeout(60)
class ServingTest {
    private final FakeDriver driver = FakeDriver.withAllRoles();

    @Test
    void listensOnASocketOfItsOwnerAlone() throws IOException {
        try (var server = RunningServer.of(driver)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
                    .isEqualTo("rw-------");
            assertThat(server.logLines("listening endpoint=unix://" + server.socket()))
                    .hasSize(1);
        }
    }

    @Test
    void listensOnAPortToo() {
        try (var server = RunningServer.of(driver, "--endpoint=tcp://127.0.0.1:0")) {
            var port = server.serving().server().ports().getLast();
            assertThat(server.logLines("listening endpoint=tcp://127.0.0.1:" + port))
                    .hasSize(1);
            var channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build();

            assertThat(Calls.LIST.status(channel)).isEqualTo(Status.OK);
            channel.shutdownNow();
        }
    }

    @Test
    void refusesTheSocketOfALivingServerAndLeavesIt() {
        try (var first = RunningServer.of(driver)) {
            var second = FakeDriver.withAllRoles();

            assertThatThrownBy(() -> RunningServer.of(second, "--endpoint=unix://" + first.socket()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(first.socket() + ": another server answers there");

            assertThat(Calls.LIST.status(first.channel())).isEqualTo(Status.OK);
        }
    }

    @Test
    void refusesAPathWhereNoSocketCanBeMadeAndClosesTheBackend() {
        var socket = Path.of("/proc/1/task/csi.sock");

        assertThatThrownBy(() -> RunningServer.of(driver, "--endpoint=unix://" + socket))
                .isInstanceOf(Refusal.class)
                .message()
                .contains(socket.toString())
                .doesNotContain("\n");
        assertThat(driver.opened()).isEqualTo(driver.closed());
    }

    @Test
    void aCallUnderWayEndsBeforeTheServerDoes() throws Exception {
        var hold = driver.script().hold("create");
        var server = RunningServer.of(driver);
        var answer =
                CompletableFuture.supplyAsync(() -> Calls.CREATE.status(server.channel()), Thread::startVirtualThread);
        hold.awaitEntered();

        var stopped = CompletableFuture.runAsync(() -> server.serving().close(), Thread::startVirtualThread);
        while (server.logLines("stopping").isEmpty()) {
            Thread.onSpinWait();
        }
        hold.release();

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);
        stopped.get(10, TimeUnit.SECONDS);
        assertThat(server.socket()).doesNotExist();
        assertThat(driver.closed()).isTrue();
        assertThat(driver.script().interrupted()).isEmpty();
        server.close();
    }

    @Test
    void aCallThatOutlivesTheGraceIsCancelled() throws Exception {
        var hold = driver.script().hold("create");
        try (var server = RunningServer.graceful(driver, Duration.ofMillis(100))) {
            var answer = CompletableFuture.supplyAsync(
                    () -> Calls.CREATE.status(server.channel()), Thread::startVirtualThread);
            hold.awaitEntered();

            server.serving().close();

            assertThat(answer.get(10, TimeUnit.SECONDS).getCode())
                    .isIn(Code.CANCELLED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
            assertThat(driver.script().interrupted()).containsExactly("create");
            assertThat(server.socket()).doesNotExist();
        }
    }

    @Test
    void theHostIsTouchedOnlyWhereTheNodeServiceIsServed() {
        var given = new Flags("serve", ServerOptions.ALL)
                .read(List.of("--endpoint=tcp://127.0.0.1:0", "--provide-node-service=false"))
                .given();
        var plan = new Serving.Plan(ServeSettings.of(given), given, () -> {
            throw new AssertionError("the host was made");
        });

        try (var serving = Serving.start(driver, plan)) {
            assertThat(serving.server().ports()).hasSize(1);
        }
    }
}
