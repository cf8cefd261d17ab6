package org.moorage.server.rpc;

import io.grpc.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The calls that failed last, for who looks at a driver without its log.
@Singleton
public final class LastErrors {
    /// How many are kept.
    public static final int MOST = 32;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final InstantSource clock;

    @Inject
    public LastErrors(InstantSource clock) {
        this.clock = clock;
    }

    /// A call that failed.
    ///
    /// @param at      when it ended
    /// @param rpc     its name
    /// @param about   what it was about, one line
    /// @param code    what its caller was answered
    /// @param message why, one line
    public record Entry(Instant at, String rpc, String about, String code, String message) {}

    /// Takes note of one, in the place of the eldest when there are many.
    void add(String rpc, Map<String, String> subjects, Status status) {
        var entry = new Entry(
                clock.instant(),
                rpc,
                Subjects.line(subjects),
                status.getCode().name(),
                OneLine.of(String.valueOf(status.getDescription())));
        synchronized (entries) {
            if (entries.size() == MOST) {
                entries.removeLast();
            }
            entries.addFirst(entry);
        }
    }

    /// The last first.
    public List<Entry> all() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
