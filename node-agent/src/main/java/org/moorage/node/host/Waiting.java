package org.moorage.node.host;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// All the waiting of the node agent: the one place that sleeps, and the one where an interrupt becomes a failure.
public final class Waiting {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(2);

    private Waiting() {}

    /// Something that can be interrupted.
    public interface Step<T> {
        T run() throws InterruptedException;
    }

    /// Runs a step; an interrupt ends it.
    ///
    /// @param what what was under way, for the message
    /// @throws Failure.Unfinished the caller went away; the thread stays interrupted
    public static <T> T interruptibly(String what, Step<T> step) {
        try {
            return step.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished(what + " was under way when the caller went away");
        }
    }

    /// Runs what must happen although the caller went away: taking back what a failed call did.
    public static void uninterrupted(Runnable action) {
        var interrupted = Thread.interrupted();
        try {
            action.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Looks again and again, ever more seldom, until there is something or the time is over. A little of the
    /// time is kept back so that the answer still reaches the caller.
    ///
    /// @return what was found, or empty when the time was over first
    public static <T> Optional<T> until(String what, Deadline deadline, Supplier<Optional<T>> look) {
        var last = reserve(deadline);
        for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
            var found = look.get();
            if (found.isPresent() || last.passed()) {
                return found;
            }
            var rest = pause.compareTo(last.remaining()) < 0 ? pause : last.remaining();
            interruptibly(what, () -> {
                Thread.sleep(rest);
                return rest;
            });
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static Deadline reserve(Deadline deadline) {
        var fifth = deadline.remaining().dividedBy(5);
        var kept = fifth.compareTo(LONGEST_RESERVE) < 0 ? fifth : LONGEST_RESERVE;
        return deadline.within(deadline.remaining().minus(kept));
    }
}
