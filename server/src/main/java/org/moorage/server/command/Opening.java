package org.moorage.server.command;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.plugin.BackendDefect;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.MDC;

/// A driver that is being opened on a thread of its own, so that it holds up no other.
///
/// @param entry  the driver
/// @param thread where it is opened
/// @param result what comes of it
record Opening(DriverEntry entry, Thread thread, CompletableFuture<Serving> result) {
    static Opening begin(DriverEntry entry, Supplier<Serving> work) {
        var result = new CompletableFuture<Serving>();
        var thread = Thread.ofPlatform().name("open-" + entry.name()).daemon().start(() -> {
            try (var _ = MDC.putCloseable(LogKeys.DRIVER, entry.name())) {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return new Opening(entry, thread, result);
    }

    /// The driver, opened.
    ///
    /// @throws BackendDefect it has a mistake, or has not come back after so long; should it yet, it is closed
    /// @throws Refusal       it is refused
    /// @throws Failure       what it needs is not there
    Serving await(Duration patience) {
        try {
            return result.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case Refusal refused -> refused;
                case Failure missing -> missing;
                case BackendDefect known -> known;
                case null, default -> new BackendDefect(entry.provider(), e.getCause() == null ? e : e.getCause());
            };
        } catch (TimeoutException e) {
            giveUp();
            throw BackendDefect.hanging(entry.provider(), e);
        } catch (InterruptedException e) {
            giveUp();
            Thread.currentThread().interrupt();
            throw new Refusal("the start was interrupted", e);
        }
    }

    private void giveUp() {
        thread.interrupt();
        var _ = result.thenAccept(serving -> {
            // What was interrupted must not keep it from being closed.
            var _ = Thread.interrupted();
            serving.close();
        });
    }
}
