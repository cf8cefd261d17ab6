package org.moorage.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// What a fake does when it is called: it notes the call, hangs or fails when told to, and shows how calls ended.
public final class Script {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final List<String> interrupted = new CopyOnWriteArrayList<>();
    private final List<Deadline> deadlines = new CopyOnWriteArrayList<>();

    /// A call that hangs.
    public static final class Hold {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final boolean deaf;

        private Hold(boolean deaf) {
            this.deaf = deaf;
        }

        public void awaitEntered() throws InterruptedException {
            if (!entered.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the call never arrived");
            }
        }

        public void release() {
            released.countDown();
        }
    }

    /// Lets the next calls of that name fail so.
    public void fail(String call, Throwable failure) {
        failures.put(call, failure);
    }

    /// Lets the next call of that name hang until it is released or interrupted.
    public Hold hold(String call) {
        var hold = new Hold(false);
        holds.put(call, hold);
        return hold;
    }

    /// Lets the next call of that name wait until it is released, whoever interrupts it.
    public Hold hang(String call) {
        var hold = new Hold(true);
        holds.put(call, hold);
        return hold;
    }

    /// The calls so far.
    public List<String> calls() {
        return calls;
    }

    /// The calls whose thread was interrupted.
    public List<String> interrupted() {
        return interrupted;
    }

    /// The deadlines handed over so far.
    public List<Deadline> deadlines() {
        return deadlines;
    }

    void enter(String call, Deadline deadline) {
        calls.add(call);
        deadlines.add(deadline);
        var hold = holds.remove(call);
        if (hold != null) {
            hold.entered.countDown();
            try {
                while (hold.deaf && hold.released.getCount() > 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    Thread.interrupted();
                }
                hold.released.await();
            } catch (InterruptedException _) {
                interrupted.add(call);
                Thread.currentThread().interrupt();
                throw new Failure.Unfinished(call + " is under way still");
            }
        }
        var failure = failures.get(call);
        switch (failure) {
            case null -> {}
            case RuntimeException one -> throw one;
            case Error one -> throw one;
            default -> throw new IllegalArgumentException(failure);
        }
    }
}
