package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;

/// Waiting for a lock, as those do who come in numbers.
class LocksTest {
    private final Locks locks = new Locks(Meters.NONE);

    private Locks.Hold await(Duration time) {
        return locks.await(Locks.Subject.VOLUME, "v", Deadline.after(time, InstantSource.system()));
    }

    @Test
    void whoWaitsGoesOnWhenTheHolderHasGone() throws InterruptedException {
        var entered = new AtomicBoolean();
        var first = locks.hold(Locks.Subject.VOLUME, "v");
        var second = Thread.ofPlatform().start(() -> {
            try (var _ = await(Duration.ofSeconds(30))) {
                entered.set(true);
            }
        });
        while (second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(entered).isFalse();

        first.close();

        second.join();
        assertThat(entered).isTrue();
        locks.hold(Locks.Subject.VOLUME, "v").close();
    }

    @Test
    void whoWaitsInVainIsToldToComeBack() {
        try (var _ = locks.hold(Locks.Subject.VOLUME, "v")) {
            assertThatThrownBy(() -> await(Duration.ofMillis(20))).isInstanceOf(Failure.Aborted.class);
        }
    }

    @Test
    void whoIsInterruptedLeavesTheLockAlone() throws InterruptedException {
        try (var _ = locks.hold(Locks.Subject.VOLUME, "v")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> await(Duration.ofSeconds(30))).isInstanceOf(Failure.Unfinished.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        locks.hold(Locks.Subject.VOLUME, "v").close();
    }
}
