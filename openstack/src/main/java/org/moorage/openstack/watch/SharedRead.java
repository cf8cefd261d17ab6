package org.moorage.openstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.http.OpenStackError;

/// A read that many want at one time, or one soon after the other: one of them reads for all.
///
/// What a caller gets was read after the last change that was told to {@link #outdate}, and either after the call
/// began or a short while ago. Safe for many threads; made for virtual ones.
///
/// @param <T> what is read
public final class SharedRead<T> {
    private final Function<Deadline, T> source;
    private final Duration life;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Optional<Outcome<T>> latest = Optional.empty();
    private long begun;
    private long outdated;
    private boolean reading;

    /// The end of the read of that number.
    private record Outcome<T>(long number, Instant begun, Optional<T> value, Optional<OpenStackError> trouble) {}

    /// @param source reads; throws {@link OpenStackError} when the service does not tell
    /// @param life   how old an answer may be, counted from the begin of its read
    /// @param clock  the time
    public SharedRead(Function<Deadline, T> source, Duration life, InstantSource clock) {
        this.source = source;
        this.life = life;
        this.clock = clock;
    }

    /// What is there, as it stood when this was called or later.
    ///
    /// @throws OpenStackError     the service does not tell
    /// @throws Failure.Unfinished the deadline came first, or the caller's thread was interrupted
    public T now(Deadline deadline) {
        lock.lock();
        try {
            return await(begun + 1, deadline);
        } finally {
            lock.unlock();
        }
    }

    /// What is there, as it stood no longer ago than an answer lives.
    ///
    /// @throws OpenStackError     the service does not tell
    /// @throws Failure.Unfinished the deadline came first, or the caller's thread was interrupted
    public T lately(Deadline deadline) {
        lock.lock();
        try {
            var good = latest.filter(one -> one.value().isPresent()
                    && one.number() > outdated
                    && clock.instant().isBefore(one.begun().plus(life)));
            if (good.isPresent()) {
                return good.get().value().orElseThrow();
            }
            return await(reading && begun > outdated ? begun : begun + 1, deadline);
        } finally {
            lock.unlock();
        }
    }

    /// Takes note that something was changed: no read that has begun by now is given to anybody any more who has not
    /// asked yet.
    public void outdate() {
        lock.lock();
        try {
            outdated = begun;
        } finally {
            lock.unlock();
        }
    }

    /// The outcome of the read of that number or of a later one. Whoever finds nobody reading does it.
    private T await(long number, Deadline deadline) {
        while (true) {
            var end = latest.filter(one -> one.number() >= number);
            if (end.isPresent()) {
                end.get().trouble().ifPresent(trouble -> {
                    throw trouble;
                });
                return end.get().value().orElseThrow();
            }
            if (deadline.passed()) {
                throw new Failure.Unfinished("the deadline came while waiting for a listing");
            }
            if (reading) {
                pause(deadline);
            } else {
                read(deadline);
            }
        }
    }

    private void pause(Deadline deadline) {
        try {
            var current = begun;
            while (reading && begun == current && !deadline.passed()) {
                var _ = ended.awaitNanos(deadline.remaining().toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished("the caller went away while waiting for a listing");
        }
    }

    /// Reads without the lock, which is held before and after.
    private void read(Deadline deadline) {
        reading = true;
        var number = ++begun;
        var time = clock.instant();
        var outcome = Optional.<Outcome<T>>empty();
        lock.unlock();
        try {
            outcome = Optional.of(new Outcome<>(number, time, Optional.of(source.apply(deadline)), Optional.empty()));
        } catch (OpenStackError trouble) {
            if (trouble.kind() == OpenStackError.Kind.DEADLINE) {
                // That was this caller's own end; somebody else shall take over.
                throw trouble;
            }
            outcome = Optional.of(new Outcome<>(number, time, Optional.empty(), Optional.of(trouble)));
        } finally {
            lock.lock();
            reading = false;
            latest = outcome.or(() -> latest);
            ended.signalAll();
        }
    }
}
