package org.moorage.server.kubernetes;

import java.time.Duration;
import java.util.Optional;

/// How often the API may be asked: `burst` at once, and `qps` a second in the long run. Whoever comes too early
/// sleeps. For many threads.
final class RequestRate {
    private static final double NANOS = 1e9;

    private final double qps;
    private final int burst;
    private double left;
    private long at = System.nanoTime();

    RequestRate(double qps, int burst) {
        this.qps = qps;
        this.burst = burst;
        this.left = burst;
    }

    /// Waits for a turn.
    ///
    /// @param most how long the caller can wait; if it would be longer, no turn is taken and nothing is waited for
    /// @return whether it is the caller's turn
    /// @throws InterruptedException if the caller goes away meanwhile
    boolean await(Duration most) throws InterruptedException {
        var pause = take(most);
        if (pause.isEmpty()) {
            return false;
        }
        Thread.sleep(pause.get());
        return true;
    }

    /// Takes a turn, and says how long it is until then.
    private synchronized Optional<Duration> take(Duration most) {
        var now = System.nanoTime();
        left = Math.min(burst, left + (now - at) / NANOS * qps);
        at = now;
        var pause = left >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - left) / qps * NANOS));
        if (pause.compareTo(most) > 0) {
            return Optional.empty();
        }
        left--;
        return Optional.of(pause);
    }
}
