package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.server.Calls;
import org.moorage.server.Calls.Call;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// The second call about one thing is told to come back, at once; calls about other things are not kept waiting.
class LockTest {
    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);

    @BeforeEach
    void makeAVolume() {
        Calls.CREATE.send(server.channel());
        driver.script().calls().clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> rivals() {
        return Stream.of(
                Arguments.of(Calls.CREATE, Calls.CREATE),
                Arguments.of(Calls.DELETE, Calls.DELETE),
                Arguments.of(Calls.ATTACH, Calls.DETACH),
                Arguments.of(Calls.DETACH, Calls.ATTACH),
                Arguments.of(Calls.ATTACH, Calls.DELETE),
                Arguments.of(Calls.EXPAND, Calls.DELETE),
                Arguments.of(Calls.MODIFY, Calls.MODIFY),
                Arguments.of(Calls.MODIFY, Calls.ATTACH),
                Arguments.of(Calls.EXPAND, Calls.MODIFY),
                Arguments.of(Calls.SNAPSHOT, Calls.SNAPSHOT),
                Arguments.of(Calls.DELETE_SNAPSHOT, Calls.DELETE_SNAPSHOT),
                Arguments.of(Calls.STAGE, Calls.UNSTAGE),
                Arguments.of(Calls.UNSTAGE, Calls.STAGE),
                Arguments.of(Calls.STAGE, Calls.PUBLISH),
                Arguments.of(Calls.UNPUBLISH, Calls.PUBLISH),
                Arguments.of(Calls.STAGE, Calls.NODE_EXPAND));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void aRivalIsAborted(Call first, Call second) throws Exception {
        var hold = driver.script().hold(first.reaches());
        var answer = inBackground(first);
        hold.awaitEntered();

        var status = second.status(server.channel());

        assertThat(status.getCode()).isEqualTo(Code.ABORTED);
        assertThat(status.getDescription()).contains("another call works on");
        hold.release();
        assertThat(answer.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Code.OK);
        assertThat(second.status(server.channel()).getCode()).isNotEqualTo(Code.ABORTED);
    }

    @Test
    void otherNamesAndReadsAreNotDelayed() throws Exception {
        var hold = driver.script().hold("create");
        var answer = inBackground(Calls.CREATE);
        hold.awaitEntered();

        var other = ((CreateVolumeRequest) Calls.CREATE.request()).toBuilder().setName("pvc-2");

        assertThat(Calls.CREATE.with(other.build()).status(server.channel()).getCode())
                .isEqualTo(Code.OK);
        assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.OK);
        hold.release();
        answer.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Status> inBackground(Call call) {
        return CompletableFuture.supplyAsync(() -> call.status(server.channel()), Thread::startVirtualThread);
    }
}
