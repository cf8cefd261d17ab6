package org.moorage.emulator.cloud;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.moorage.emulator.fault.Faults;
import org.moorage.emulator.fault.Operation;

/// The one lock over all that the cloud knows, and the work that it does after it has answered: states that last a
/// while, fail or hang.
public final class Timeline implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Timeline.class.getName());
    /// Work waits for tools of the host more than it computes.
    private static final int THREADS = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("emulator-", 1).factory());
    private final InstantSource clock;
    private final Duration stateTime;
    private final Faults faults;

    /// Work on files and devices.
    public interface Work {
        void run() throws IOException;
    }

    public Timeline(InstantSource clock, Duration stateTime, Faults faults) {
        this.clock = clock;
        this.stateTime = stateTime;
        this.faults = faults;
    }

    public Instant now() {
        return clock.instant();
    }

    /// Reads or changes what the cloud knows, alone.
    public <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    public void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /// Does an operation's work once its state has lasted long enough, then ends it one way or the other.
    ///
    /// @param work done without the lock
    /// @param success told, under the lock, when the work is done
    /// @param failure told, under the lock, when it failed or a fault made it fail
    public void later(Operation operation, Work work, Runnable success, Runnable failure) {
        later(operation, work, success, _ -> failure.run());
    }

    /// The same for an operation that fails for one of several reasons.
    ///
    /// @param failure told the reason that the fault gives; an empty text when it gives none
    public void later(Operation operation, Work work, Runnable success, Consumer<String> failure) {
        var fault = faults.onOperation(operation);
        Runnable unprovoked = () -> carryOut(operation, work, success, () -> failure.accept(""));
        if (fault.isEmpty()) {
            after(stateTime, unprovoked);
        } else {
            switch (fault.get().outcome()) {
                case HANG -> faults.hang(() -> after(stateTime, unprovoked));
                case FAIL ->
                    after(
                            stateTime,
                            () -> locked(() -> failure.accept(fault.get().reason())));
            }
        }
    }

    /// Changes a state half-way through an operation.
    public void halfway(Runnable change) {
        after(stateTime.dividedBy(2), () -> locked(change));
    }

    /// Stops all work that has not begun, and waits for what has.
    @Override
    public void close() {
        scheduler.shutdownNow();
        try {
            if (!scheduler.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "work still running after 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut(Operation operation, Work work, Runnable success, Runnable failure) {
        try {
            work.run();
        } catch (IOException e) {
            LOG.log(Level.WARNING, operation + " failed: " + e.getMessage());
            locked(failure);
            return;
        }
        locked(success);
    }

    private void after(Duration time, Runnable action) {
        if (time.isZero()) {
            action.run();
        } else {
            var _ = scheduler.schedule(() -> fenced(action), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /// A mistake of the emulator's own must not vanish in a future that nobody reads.
    private static void fenced(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "work failed", e);
            throw e;
        }
    }
}
