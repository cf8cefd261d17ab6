package org.moorage.server.rpc;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;

/// The locks of requests, tried and never waited for: the second call about one thing is told to come back.
///
/// They keep one process from working against itself; two controllers may overlap all the same, so nothing's
/// correctness rests on them.
@Singleton
public final class Locks {
    private final Set<Key> held = ConcurrentHashMap.newKeySet();

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
            measure();
        }
    }
}
