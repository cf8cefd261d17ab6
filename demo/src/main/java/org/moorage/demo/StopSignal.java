package org.moorage.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM, SIGINT and SIGHUP, which break the walk off: what it made is then taken away before the process ends.
final class StopSignal {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Thread walker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean walking = true;
    private boolean given;

    private StopSignal() {}

    /// Listens for those that ask the calling thread to break off.
    static StopSignal listen() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        return signal;
    }

    /// Whether the demo was told to stop.
    synchronized boolean given() {
        return given;
    }

    /// Says that the walk is over: whatever follows is not broken off any more.
    synchronized void endWalk() {
        walking = false;
        var _ = Thread.interrupted();
    }

    /// Says that nothing is left to be done.
    void ended() {
        ended.countDown();
    }

    private void stop() {
        synchronized (this) {
            given = true;
            if (walking) {
                walker.interrupt();
            }
        }
        try {
            var _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
