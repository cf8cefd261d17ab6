package org.moorage.node.syscall;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Waiting;

/// Platform threads for system calls. Such a call holds its thread, for ever if the device behind it is dead, so
/// whoever asks again for the same thing never begins it a second time beside one that hangs: a dead device holds
/// the few threads of its own calls, and no other volume waits for it. Safe for use by several threads.
final class CallThreads implements AutoCloseable {
    /// Far more than the volumes of a host, each dead in every way, can hold.
    private static final int MOST = 512;

    private static final long IDLE_SECONDS = 60;

    /// The calls that have not returned yet, by what they do or to what.
    private final Map<String, CompletableFuture<?>> hanging = new ConcurrentHashMap<>();

    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("kernel-", 1).factory());

    interface Call<T> {
        T run() throws SystemCallException;
    }

    /// Makes a call, or joins the same one that hangs since an earlier caller gave up on it: for calls that must not
    /// be made twice.
    @SuppressWarnings("unchecked") // what names the call and its arguments, so its result is always of one type
    <T> T joined(String what, Call<T> call, Deadline deadline) throws SystemCallException {
        var mine = new CompletableFuture<T>();
        var earlier = (CompletableFuture<T>) hanging.putIfAbsent(what, mine);
        if (earlier != null) {
            return outcome(what, earlier, deadline);
        }
        start(what, call, mine);
        return outcome(what, mine, deadline);
    }

    /// Makes a call once the last one to the same subject has returned: for calls whose answer must be of now.
    <T> T inTurn(String subject, String what, Call<T> call, Deadline deadline) throws SystemCallException {
        return outcome(what, begin(subject, what, call, deadline), deadline);
    }

    /// The same, for a caller that sees to the result itself.
    ///
    /// @throws Failure.Unfinished an earlier call had not returned by the deadline; this one was not begun
    <T> CompletableFuture<T> begin(String subject, String what, Call<T> call, Deadline deadline) {
        while (true) {
            var mine = new CompletableFuture<T>();
            var earlier = hanging.putIfAbsent(subject, mine);
            if (earlier == null) {
                start(subject, call, mine);
                return mine;
            }
            if (state(what, earlier, deadline) == Future.State.RUNNING) {
                throw new Failure.Unfinished(what + " was not begun, since an earlier call to " + subject
                        + " has not returned; is the device still there?");
            }
            hanging.remove(subject, earlier);
        }
    }

    /// The result of a call.
    ///
    /// @throws Failure.Unfinished it has not returned by the deadline
    static <T> T outcome(String what, CompletableFuture<T> result, Deadline deadline) throws SystemCallException {
        return switch (state(what, result, deadline)) {
            case SUCCESS -> result.resultNow();
            case FAILED -> throw failed(what, result.exceptionNow());
            case RUNNING, CANCELLED ->
                throw new Failure.Unfinished(what + " has not returned by the deadline; is the device still there?");
        };
    }

    private <T> void start(String key, Call<T> call, CompletableFuture<T> result) {
        var _ = result.whenComplete((_, _) -> hanging.remove(key, result));
        try {
            threads.execute(() -> {
                try {
                    result.complete(call.run());
                } catch (SystemCallException | RuntimeException | Error problem) {
                    result.completeExceptionally(problem);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(new Failure.Unavailable(
                    "no system call can be made: " + MOST + " of this process hang, or it is ending", full));
        }
    }

    private static Future.State state(String what, CompletableFuture<?> result, Deadline deadline) {
        return Waiting.interruptibly(what, () -> {
            try {
                result.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException _) {
                return result.state();
            }
            return result.state();
        });
    }

    private static SystemCallException failed(String what, Throwable problem) {
        return switch (problem) {
            case SystemCallException refused -> refused;
            case IllegalCallerException _, ExceptionInInitializerError _, NoClassDefFoundError _ ->
                throw new Failure.Broken(
                        what + " is not possible: system calls are not allowed to this process; start it with"
                                + " --enable-native-access=org.moorage.node",
                        problem);
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new AssertionError(what + " failed", problem);
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
