package org.moorage.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InquiryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.6Z");
    private static final Said ANSWER = new Said.Answer(true, Optional.empty());

    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void whoComesBeforeTheAnswerWaitsForTheSameAndCostsNoThread() {
        var released = new CountDownLatch(1);
        var inquiry = new Inquiry("inquiry", Duration.ZERO, () -> {
            awaitDeafly(released);
            return ANSWER;
        });

        var first = inquiry.ask(NOW);
        var others = new ArrayList<Inquiry.Question>();
        for (var page = 0; page < 32; page++) {
            others.add(inquiry.ask(NOW.plusSeconds(page)));
        }

        assertThat(others).allMatch(question -> question == first);
        assertThat(first.await())
                .isEqualTo(new Said.Nothing("it was asked at 2026-01-02T03:04:05Z, and has not answered yet"));
        released.countDown();
        while (inquiry.ask(NOW) == first) {
            Thread.onSpinWait();
        }
        assertThat(first.await()).isEqualTo(ANSWER);
    }

    @Test
    void eachPageThatComesAfterTheAnswerAsksAnew() {
        var asked = new AtomicInteger();
        var inquiry = new Inquiry("inquiry", LONG, () -> {
            asked.incrementAndGet();
            return ANSWER;
        });

        assertThat(inquiry.ask(NOW).await()).isEqualTo(ANSWER);
        assertThat(inquiry.ask(NOW).await()).isEqualTo(ANSWER);

        assertThat(asked).hasValue(2);
    }

    @Test
    void whatDoesNotAnswerIsInterrupted() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        var inquiry = new Inquiry("inquiry", Duration.ZERO, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
            return ANSWER;
        });

        inquiry.ask(NOW).await();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatEndsWithoutAnAnswerIsAskedAnew() {
        var asked = new AtomicInteger();
        var inquiry = new Inquiry("inquiry", LONG, () -> {
            if (asked.getAndIncrement() == 0) {
                throw new OutOfMemoryError("for this test");
            }
            return ANSWER;
        });

        assertThat(inquiry.ask(NOW).await()).isInstanceOf(Said.Nothing.class);
        assertThat(inquiry.ask(NOW).await()).isEqualTo(ANSWER);
    }

    private static void awaitDeafly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                // It does not heed that.
            }
        }
    }
}
