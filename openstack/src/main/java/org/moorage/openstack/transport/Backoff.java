package org.moorage.openstack.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: what the service asked for, else twice as long each time, with
/// jitter so that many callers do not come back together.
///
/// @param tries  how many tries a call gets where the service names no time
/// @param first  the wait after the first try
/// @param most   the longest wait
/// @param random where the jitter is from
public record Backoff(int tries, Duration first, Duration most, RandomGenerator random) {
    /// The policy for calls: patient enough for a service that is being restarted.
    public static final Backoff PATIENT =
            new Backoff(8, Duration.ofMillis(200), Duration.ofSeconds(5), RandomGenerator.getDefault());

    /// The policy where somebody waits to hear what is wrong.
    public static final Backoff BRIEF =
            new Backoff(3, Duration.ofMillis(200), Duration.ofSeconds(1), RandomGenerator.getDefault());

    private static final int MOST_DOUBLINGS = 16;

    /// The wait before the next try; empty when there have been enough.
    Optional<Duration> wait(Optional<Duration> asked, int attempt) {
        if (asked.isPresent() && asked.get().isPositive()) {
            return Optional.of(asked.get().plus(jittered(first)));
        }
        if (attempt >= tries) {
            return Optional.empty();
        }
        var doubled = first.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return Optional.of(jittered(doubled.compareTo(most) < 0 ? doubled : most));
    }

    private Duration jittered(Duration whole) {
        var half = whole.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
