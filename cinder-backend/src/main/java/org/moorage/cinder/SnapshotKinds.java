package org.moorage.cinder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which ids of one cloud are snapshots and which are backups, as far as this process has seen.
///
/// An id that a caller holds is a bare UUID for both, as the Go driver gives them out, so that going from one driver
/// to the other changes no object of the cluster. What was seen once need not be asked of both kinds again; what was
/// not, such as after a restart, is looked up as a snapshot first. A kind never changes, so nothing here can be
/// wrong; what is forgotten is only looked up. Safe for many threads.
final class SnapshotKinds {
    /// What an id may stand for.
    enum Kind {
        SNAPSHOT,
        BACKUP
    }

    private static final int MOST = 20_000;

    private final Map<String, Kind> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
            return size() > MOST;
        }
    };

    /// What that id stands for, if it was seen.
    synchronized Optional<Kind> of(String id) {
        return Optional.ofNullable(seen.get(id));
    }

    /// Remembers what that id stands for.
    synchronized void learn(String id, Kind kind) {
        seen.put(id, kind);
    }

    /// Whether that id may stand for such a thing.
    boolean mayBe(String id, Kind kind) {
        return of(id).map(kind::equals).orElse(true);
    }
}
