package org.moorage.openstack.sharedfilesystem;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.SharedRead;

/// Reads by key: of several who want the same at one time, one reads for all, after each of them began to ask. Nothing
/// is kept when nobody asks. Safe for many threads.
///
/// @param <T> what is read
final class SharedReads<T> {
    private final BiFunction<String, Deadline, T> source;
    private final InstantSource clock;
    private final Map<String, Asked<T>> asked = new ConcurrentHashMap<>();

    /// One key's read, and how many want it.
    private record Asked<T>(SharedRead<T> read, int by) {}

    SharedReads(BiFunction<String, Deadline, T> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// What is there under the key, as it stood when this was called or later.
    ///
    /// @throws OpenStackError the service does not tell
    /// @throws org.moorage.api.failure.Failure.Unfinished the deadline came first, or the caller was interrupted
    T now(String key, Deadline deadline) {
        var mine = asked.compute(
                key, (_, known) -> known == null ? first(key) : new Asked<>(known.read(), known.by() + 1));
        try {
            return mine.read().now(deadline);
        } finally {
            asked.computeIfPresent(key, (_, last) -> last.by() == 1 ? null : new Asked<>(last.read(), last.by() - 1));
        }
    }

    private Asked<T> first(String key) {
        return new Asked<>(new SharedRead<>(deadline -> source.apply(key, deadline), Duration.ZERO, clock), 1);
    }
}
