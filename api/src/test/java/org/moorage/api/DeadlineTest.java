package org.moorage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void comesWhenItsTimeHasRun() {
        var deadline = Deadline.after(Duration.ofSeconds(2), clock);

        now = now.plusSeconds(1);
        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(1));

        now = now.plusSeconds(1);
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void neverLeavesLessThanNothing() {
        var deadline = Deadline.after(Duration.ofSeconds(2), clock);

        now = now.plusSeconds(3);

        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void partOfACallHasNoMoreTimeThanTheWhole() {
        var whole = Deadline.after(Duration.ofSeconds(5), clock);

        assertThat(whole.within(Duration.ofSeconds(2)).remaining()).isEqualTo(Duration.ofSeconds(2));
        assertThat(whole.within(Duration.ofSeconds(9))).isEqualTo(whole);
    }
}
