package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.Script;
import org.moorage.server.command.RunningServer;

/// A backend that does not come back, and heeds no interruption.
@Timeout(60)
class StuckCallsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final ArrayList<Script.Hold> hanging = new ArrayList<>();

    @AfterEach
    void release() {
        hanging.forEach(Script.Hold::release);
    }

    private void hang(String call) {
        hanging.add(driver.script().hang(call));
    }

    private static Status capacity(RunningServer server, Duration deadline) {
        try {
            ClientCalls.blockingUnaryCall(
                    server.channel(),
                    ControllerGrpc.getGetCapacityMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS),
                    GetCapacityRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void theCallerIsToldBeforeItsDeadlineAndOtherCallsGoOn() {
        try (var server = RunningServer.of(driver)) {
            hang("capacity");

            var status = capacity(server, Duration.ofSeconds(5));

            assertThat(status.getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(status.getDescription()).contains("has not come back from GetCapacity");
            assertThat(server.logLines("rpc=GetCapacity", "code=DEADLINE_EXCEEDED"))
                    .hasSize(1);
            assertThat(Calls.CREATE.status(server.channel())).isEqualTo(Status.OK);
            release();
        }
    }

    @Test
    void repeatsAreNotBegunWithoutEndAndAreAgainWhenOneHasComeBack() {
        try (var server = RunningServer.of(driver)) {
            for (var i = 0; i < StuckCalls.MOST; i++) {
                hang("capacity");
                assertThat(capacity(server, Duration.ofMillis(400)).getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            }
            var begun = driver.script().calls().size();

            var refused = capacity(server, Duration.ofSeconds(5));

            assertThat(refused.getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(refused.getDescription()).contains("16 earlier calls of GetCapacity");
            assertThat(driver.script().calls()).hasSize(begun);
            assertThat(Calls.CREATE.status(server.channel())).isEqualTo(Status.OK);
            release();
            while (capacity(server, Duration.ofSeconds(5)).getCode() != Code.OK) {
                Thread.onSpinWait();
            }
            assertThat(server.log()).contains("a call that had been given up has come back");
        }
    }

    /// Who gets stuck is known at the deadline alone, so all that came together may be; but they do not become more.
    @Test
    void ofCallsThatComeTogetherNoMoreAreBegunThanMayBeStuckOnceTooManyWere() {
        var calls = new StuckCalls(Meters.NONE);
        var together = 3 * StuckCalls.MOST;
        var allCame = new CountDownLatch(1);
        var stuck = new CountDownLatch(together);
        var first = new ArrayList<StuckCalls.Watch>();
        first.add(calls.watch("Call", Duration.ZERO, () -> {
            await(allCame);
            stuck.countDown();
        }));
        while (first.size() < together) {
            first.add(calls.watch("Call", Duration.ZERO, stuck::countDown));
        }
        allCame.countDown();
        await(stuck);
        assertRefused(calls);

        while (first.size() >= StuckCalls.MOST) {
            first.removeLast().close();
        }
        var later = calls.watch("Call", LONG, () -> {});
        assertRefused(calls);
        later.close();
        calls.watch("Call", LONG, () -> {}).close();

        first.forEach(StuckCalls.Watch::close);
        for (var call = 0; call < together; call++) {
            first.add(calls.watch("Call", LONG, () -> {}));
        }
        assertThat(first).hasSize(StuckCalls.MOST - 1 + together);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(StuckCalls calls) {
        assertThatThrownBy(() -> calls.watch("Call", LONG, () -> {}))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("earlier calls of Call");
        calls.watch("Other", LONG, () -> {}).close();
    }

    @Test
    void theRepeatOfACallThatHangsIsToldThatItIsUnderWay() {
        try (var server = RunningServer.of(driver)) {
            hang("create");
            var stub = ControllerGrpc.newBlockingStub(server.channel());
            var first = status(() -> stub.withDeadlineAfter(Duration.ofMillis(600))
                    .createVolume((org.moorage.csi.v1.CreateVolumeRequest) Calls.CREATE.request()));

            assertThat(first.getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(Calls.CREATE.status(server.channel()).getCode()).isEqualTo(Code.ABORTED);
            release();
        }
    }

    @Test
    void theServerEndsAllTheSame() {
        var server = RunningServer.graceful(driver, Duration.ofMillis(100));
        hang("capacity");
        assertThat(capacity(server, Duration.ofSeconds(1)).getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        driver.hangAtItsEnd();

        server.close();

        assertThat(server.socket()).doesNotExist();
        assertThat(server.log()).contains("a backend does not come back from its end", "stopped");
    }

    private static Status status(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }
}
