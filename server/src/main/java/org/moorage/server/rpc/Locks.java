package org.moorage.server.rpc;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;

/// The locks of requests, tried and not waited for: the second call about one thing is told to come back. Only
/// calls that come in numbers by their nature, and do not undo each other, wait in line.
///
/// They keep one process from working against itself; two controllers may overlap all the same, so nothing's
/// correctness rests on them.
@Singleton
public final class Locks {
    private final Set<Key> held = ConcurrentHashMap.newKeySet();

    private final Object freed = new Object();
    private final Meters meters;

    @Inject
    public Locks(Meters meters) {
        this.meters = meters;
    }

    /// What a lock is about.
    public enum Subject {
        VOLUME_NAME("volume name"),
        VOLUME("volume"),
        SNAPSHOT_NAME("snapshot name"),
        SNAPSHOT("snapshot"),
        GROUP_SNAPSHOT_NAME("group snapshot name"),
        GROUP_SNAPSHOT("group snapshot"),
        TARGET_PATH("target path");

        private final String words;

        Subject(String words) {
            this.words = words;
        }
    }

    /// Holds the lock until the hold is closed.
    ///
    /// @throws Failure.Aborted if another call holds it
    public Hold hold(Subject subject, String value) {
        var key = new Key(subject, value);
        if (!held.add(key)) {
            throw new Failure.Aborted(
                    "another call works on " + subject.words + " " + value + " now; it goes on, come back later");
        }
        measure();
        return new Hold(key);
    }

    /// Holds the lock until the hold is closed, after those that hold it now.
    ///
    /// @throws Failure.Aborted    others hold it until the deadline
    /// @throws Failure.Unfinished the caller went away
    public Hold await(Subject subject, String value, Deadline deadline) {
        var key = new Key(subject, value);
        synchronized (freed) {
            while (!held.add(key)) {
                var left = deadline.remaining().toMillis();
                if (left == 0) {
                    throw new Failure.Aborted("other calls have worked on " + subject.words + " " + value
                            + " for all of the time; come back later");
                }
                try {
                    freed.wait(left);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new Failure.Unfinished(
                            "the caller went away while " + subject.words + " " + value + " was busy");
                }
            }
        }
        measure();
        return new Hold(key);
    }

    /// What is locked now, in words: `volume vol-1`.
    public List<String> held() {
        return held.stream()
                .map(key -> key.subject().words + " " + key.value())
                .sorted()
                .toList();
    }

    private synchronized void measure() {
        meters.set(MetricNames.OPEN_LOCKS, held.size(), Map.of());
    }

    private record Key(Subject subject, String value) {}

    /// A held lock.
    public final class Hold implements AutoCloseable {
        private final Key key;

        private Hold(Key key) {
            this.key = key;
        }

        @Override
        public void close() {
            held.remove(key);
            synchronized (freed) {
                freed.notifyAll();
            }
            measure();
        }
    }
}
