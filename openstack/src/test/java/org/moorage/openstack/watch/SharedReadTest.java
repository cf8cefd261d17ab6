package org.moorage.openstack.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;

class SharedReadTest {
    private final AtomicInteger reads = new AtomicInteger();

    private SharedRead<Integer> lasting(Duration life) {
        return new SharedRead<>(_ -> reads.incrementAndGet(), life, InstantSource.system());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), InstantSource.system());
    }

    @Test
    void answerServesWhoeverComesSoon() {
        var shared = lasting(Duration.ofHours(1));

        assertThat(shared.lately(soon())).isEqualTo(1);
        assertThat(shared.lately(soon())).isEqualTo(1);
    }

    @Test
    void changeOutdatesTheAnswer() {
        var shared = lasting(Duration.ofHours(1));
        assertThat(shared.lately(soon())).isEqualTo(1);

        shared.outdate();

        assertThat(shared.lately(soon())).isEqualTo(2);
    }

    @Test
    void whatMustBeOfNowIsReadAfterTheCall() {
        var shared = lasting(Duration.ofHours(1));
        assertThat(shared.lately(soon())).isEqualTo(1);

        assertThat(shared.now(soon())).isEqualTo(2);
    }

    @Test
    void readUnderWayServesNobodyWhoMustSeeWhatCameAfterItsBegin() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var shared = new SharedRead<Integer>(
                _ -> {
                    begun.countDown();
                    awaited(go);
                    return reads.incrementAndGet();
                },
                Duration.ofHours(1),
                InstantSource.system());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var early = threads.submit(() -> shared.lately(soon()));
            begun.await();
            shared.outdate();
            var late = new ArrayList<Future<Integer>>();
            for (var count = 0; count < 10; count++) {
                late.add(threads.submit(() -> shared.lately(soon())));
            }
            go.countDown();

            assertThat(early.get()).isEqualTo(1);
            for (var one : late) {
                assertThat(one.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void troubleIsToldAndNotKept() {
        var trouble = new OpenStackError(
                OpenStackError.Kind.UNREACHABLE, 0, "unreachable", Optional.empty(), Optional.empty(), null);
        var shared = new SharedRead<Integer>(
                _ -> {
                    if (reads.incrementAndGet() == 1) {
                        throw trouble;
                    }
                    return reads.get();
                },
                Duration.ofHours(1),
                InstantSource.system());

        assertThatThrownBy(() -> shared.lately(soon())).isSameAs(trouble);
        assertThat(shared.lately(soon())).isEqualTo(2);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
