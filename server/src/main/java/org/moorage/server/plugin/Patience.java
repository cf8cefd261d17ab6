package org.moorage.server.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for code of somebody else, and no longer than it wants to. What does not come back keeps a thread of its own,
/// which holds up neither others nor the end of the process.
final class Patience {
    private Patience() {}

    /// The result of the work.
    ///
    /// @param name  what its thread is called
    /// @throws ExecutionException   whatever the work threw
    /// @throws TimeoutException     it has not come back; it was interrupted
    /// @throws InterruptedException the waiting was
    static <T> T call(String name, Duration limit, Callable<T> work)
            throws ExecutionException, TimeoutException, InterruptedException {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
