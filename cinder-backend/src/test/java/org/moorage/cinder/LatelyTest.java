package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;

class LatelyTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Lately<Integer> lately = new Lately<>(Duration.ofSeconds(10), now::get);
    private final AtomicInteger readings = new AtomicInteger();

    private int get() {
        return lately.get("count", _ -> readings.incrementAndGet(), TestCloud.soon());
    }

    @Test
    void isReadAgainWhenItIsTooOld() {
        assertThat(get()).isEqualTo(1);
        now.set(Instant.EPOCH.plusSeconds(9));
        assertThat(get()).isEqualTo(1);
        now.set(Instant.EPOCH.plusSeconds(10));

        assertThat(get()).isEqualTo(2);
    }

    @Test
    void failureIsNotKept() {
        assertThatThrownBy(() -> lately.get(
                        "count",
                        _ -> {
                            throw new Failure.Unavailable("not now");
                        },
                        TestCloud.soon()))
                .isInstanceOf(Failure.Unavailable.class);

        assertThat(get()).isEqualTo(1);
    }

    @Test
    void whoeverWaitsForAnothersReadingGivesUpAtHisOwnDeadline() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var reader = Thread.ofVirtual()
                .start(() -> lately.get(
                        "count",
                        _ -> {
                            entered.countDown();
                            try {
                                go.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            return readings.incrementAndGet();
                        },
                        TestCloud.soon()));
        entered.await();

        assertThatThrownBy(() ->
                        lately.get("count", _ -> readings.incrementAndGet(), TestCloud.within(Duration.ofMillis(20))))
                .isInstanceOf(Failure.Unfinished.class)
                .hasMessageContaining("count");
        go.countDown();
        reader.join();

        assertThat(get()).isEqualTo(1);
    }
}
