package org.moorage.openstack.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands still until somebody pauses on it.
public final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-25T00:00:00Z");
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    public Instant instant() {
        return now;
    }

    /// Lets time pass at once.
    public synchronized void pause(Duration length) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(length);
        now = now.plus(length);
    }

    public synchronized void advance(Duration length) {
        now = now.plus(length);
    }

    /// The pauses so far.
    public List<Duration> pauses() {
        return pauses;
    }
}
