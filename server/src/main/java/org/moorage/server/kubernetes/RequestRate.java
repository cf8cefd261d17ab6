package org.moorage.server.kubernetes;

import java.time.Duration;

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
    /// @throws InterruptedException if the caller goes away meanwhile
    void await() throws InterruptedException {
        var pause = take();
        if (pause.isPositive()) {
            Thread.sleep(pause);
        }
    }

    /// Takes a turn, and says how long it is until then.
    private synchronized Duration take() {
        var now = System.nanoTime();
        left = Math.min(burst, left + (now - at) / NANOS * qps);
        at = now;
        left--;
        return left >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-left / qps * NANOS));
    }
}
