package org.moorage.server.status;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks a backend how it is, on a thread of its own. Whoever comes before it has answered waits for the same answer, so
/// that a backend which hangs costs a page a moment and the process one thread, however many pages are loaded.
final class Inquiry {
    private final String name;
    private final Duration patience;
    private final Supplier<Said> backend;
    private @Nullable Question last;

    /// @param name     what the thread is called
    /// @param patience how long a question is waited for
    /// @param backend  answers; an error that ends it is no answer, and it is asked anew
    Inquiry(String name, Duration patience, Supplier<Said> backend) {
        this.name = name;
        this.patience = patience;
        this.backend = backend;
    }

    /// Asks it, unless it was asked and has not answered yet. Does not wait.
    ///
    /// @param now when a question that has no answer was asked
    synchronized Question ask(Instant now) {
        var open = last;
        if (open == null || open.answered()) {
            open = new Question(now);
            open.thread.start();
            last = open;
        }
        return open;
    }

    /// What a backend was asked, once.
    final class Question {
        private final CountDownLatch answer = new CountDownLatch(1);
        private final long end = System.nanoTime() + patience.toNanos();
        private final Thread thread;
        private volatile Said said;

        private Question(Instant asked) {
            said = new Said.Nothing("it was asked at " + StatusPage.time(asked) + ", and has not answered yet");
            thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
                try {
                    said = backend.get();
                } finally {
                    answer.countDown();
                }
            });
        }

        private boolean answered() {
            return answer.getCount() == 0;
        }

        /// The answer, if it comes while the patience for it lasts. That counts from the question, whoever waits.
        Said await() {
            try {
                if (!answer.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    thread.interrupt();
                }
                return said;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new Said.Nothing("it was not waited for");
            }
        }
    }
}
