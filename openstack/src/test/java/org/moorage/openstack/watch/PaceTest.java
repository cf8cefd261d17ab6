package org.moorage.openstack.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void slowChangesAreLookedAtLater() {
        for (var times = 0; times < 20; times++) {
            pace.learn(Duration.ofMillis(1900), Duration.ofMillis(2100));
        }

        assertThat(pace.first()).isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
    }

    @Test
    void changesFoundOverAreLookedAtSooner() {
        for (var times = 0; times < 50; times++) {
            pace.learn(Duration.ZERO, pace.first());
        }

        assertThat(pace.first()).isEqualTo(Pace.LEAST);
    }

    @Test
    void oneSlowChangeDoesNotMakeAllWaitThatLong() {
        pace.learn(Duration.ofMinutes(9), Duration.ofMinutes(10));

        assertThat(pace.first()).isEqualTo(Pace.MOST);
        for (var times = 0; times < 10; times++) {
            pace.learn(Duration.ZERO, pace.first());
        }
        assertThat(pace.first()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void pausesGrowWithTheWaitAndEnd() {
        assertThat(Pace.next(Duration.ofMillis(30))).isEqualTo(Pace.LEAST);
        assertThat(Pace.next(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Pace.next(Duration.ofMinutes(5))).isEqualTo(Pace.MOST);
    }
}
