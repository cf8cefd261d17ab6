package org.moorage.benchmarks.storm;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Repeats a call as the sidecars do: with the same arguments, 1 s after the first failure, after twice as long each
/// time, until it succeeds.
record Persistence(Tally tally) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /// Makes the call until it is answered.
    ///
    /// @throws NotMeasured it was not within four minutes
    <T> T insist(Step step, Supplier<T> call) throws InterruptedException {
        return insist(step, call, _ -> true);
    }

    /// Makes the call until its answer is what the caller waits for.
    ///
    /// @throws NotMeasured it was not within four minutes
    <T> T insist(Step step, Supplier<T> call, Predicate<T> enough) throws InterruptedException {
        var begin = Instant.now();
        for (var pause = FIRST; ; pause = pause.multipliedBy(2)) {
            var last = "the answer is not what is waited for";
            try {
                var answer = call.get();
                if (enough.test(answer)) {
                    tally.done(step, Duration.between(begin, Instant.now()));
                    return answer;
                }
            } catch (StatusRuntimeException error) {
                tally.refused(step, error);
                last = String.valueOf(error.getMessage());
            }
            if (Instant.now().plus(pause).isAfter(begin.plus(LIMIT))) {
                throw new NotMeasured(step.call() + " was given up: " + last);
            }
            Thread.sleep(pause);
        }
    }
}
