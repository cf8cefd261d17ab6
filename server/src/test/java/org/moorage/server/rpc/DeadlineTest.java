package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

class DeadlineTest {
    private static final CreateVolumeRequest REQUEST = (CreateVolumeRequest) Calls.CREATE.request();

    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theCallersDeadlineReachesTheBackendWithAMomentToSpare() {
        stub().withDeadlineAfter(Duration.ofSeconds(60)).createVolume(REQUEST);

        assertThat(driver.script().deadlines().getFirst().remaining())
                .isBetween(Duration.ofSeconds(50), Duration.ofMillis(59_900));
    }

    @Test
    void aCallerWithoutADeadlineGetsAGenerousOne() {
        stub().createVolume(REQUEST);

        assertThat(driver.script().deadlines().getFirst().remaining())
                .isBetween(Duration.ofMinutes(4), CallDeadlines.UNASKED);
    }

    @Test
    void aDeadlineFreesTheThread() throws Exception {
        var hold = driver.script().hold("create");

        assertThatThrownBy(
                        () -> stub().withDeadlineAfter(Duration.ofMillis(700)).createVolume(REQUEST))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED));

        hold.awaitEntered();
        assertCallEnds();
    }

    @Test
    void aCallerThatGoesAwayInterruptsTheThread() throws Exception {
        var hold = driver.script().hold("create");
        var answer = ControllerGrpc.newFutureStub(server.channel()).createVolume(REQUEST);
        hold.awaitEntered();

        answer.cancel(true);

        assertCallEnds();
        assertThat(server.logLines("rpc=CreateVolume", "code=DEADLINE_EXCEEDED"))
                .hasSize(1);
    }

    /// The lock is free again only when the working thread has come to its end.
    private void assertCallEnds() throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Calls.CREATE.status(server.channel()).getCode() != Code.OK && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(driver.script().interrupted()).isEqualTo(List.of("create"));
        assertThat(Calls.CREATE.status(server.channel()).getCode()).isEqualTo(Code.OK);
    }

    private ControllerGrpc.ControllerBlockingStub stub() {
        return ControllerGrpc.newBlockingStub(server.channel());
    }
}
