package org.moorage.benchmarks.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PersistenceTest {
    private final Tally tally = new Tally();

    @Test
    void aFailedCallIsMadeAgainAndItsErrorCounted() throws InterruptedException {
        var calls = new AtomicInteger();

        var answer = new Persistence(tally).insist(Step.ATTACH, () -> {
            if (calls.incrementAndGet() == 1) {
                throw Status.INTERNAL.withDescription("no").asRuntimeException();
            }
            return "attached";
        });

        assertThat(answer).isEqualTo("attached");
        assertThat(tally.errors()).containsExactly(java.util.Map.entry("ControllerPublishVolume INTERNAL", 1));
        assertThat(tally.spreads().get(Step.ATTACH).p50().toMillis()).isGreaterThanOrEqualTo(1000);
    }
}
