package org.moorage.cinder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// Something that is read again once it is too old. Whoever comes while it is being read waits for that one
/// reading, until his own deadline; a reading that failed is not kept. Safe for many threads.
final class Lately<T> {
    private final Duration age;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Seen<T> seen;

    private record Seen<T>(T value, Instant at) {}

    /// @param age how old the answer may be
    Lately(Duration age, InstantSource clock) {
        this.age = age;
        this.clock = clock;
    }

    /// The value, no older than it may be.
    ///
    /// @param what what it is, for the message
    /// @param read how it is read
    /// @throws Failure.Unfinished the deadline came first
    T get(String what, Function<Deadline, T> read, Deadline deadline) {
        var known = seen;
        if (known != null && isFresh(known)) {
            return known.value();
        }
        lock(what, deadline);
        try {
            var meanwhile = seen;
            if (meanwhile != null && isFresh(meanwhile)) {
                return meanwhile.value();
            }
            var value = read.apply(deadline);
            seen = new Seen<>(value, clock.instant());
            return value;
        } finally {
            reading.unlock();
        }
    }

    private boolean isFresh(Seen<T> one) {
        return clock.instant().isBefore(one.at().plus(age));
    }

    private void lock(String what, Deadline deadline) {
        try {
            if (!reading.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Failure.Unfinished(what + ": another call has been reading it until the deadline");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished(what + ": the caller went away");
        }
    }
}
