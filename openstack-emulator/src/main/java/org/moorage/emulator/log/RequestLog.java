package org.moorage.emulator.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every request the cloud was sent, in the order of their answers. May be used by many threads.
public final class RequestLog {
    /// More than any test or demo makes; a process that runs for days forgets the oldest.
    private static final int KEPT = 100_000;

    private final List<Entry> entries = new ArrayList<>();

    public RequestLog() {}

    /// One request.
    ///
    /// @param service `identity`, `volume`, `share`, `compute` or `metadata`
    /// @param pattern the path below version and project with ids replaced, such as `/volumes/{id}`; the path as it
    ///     was sent when no route fits
    /// @param status what was answered; 0 when the connection was dropped
    public record Entry(
            Instant at, String service, String method, String pattern, String path, int status, Duration took) {}

    public synchronized void add(Entry entry) {
        if (entries.size() >= KEPT) {
            entries.subList(0, KEPT / 10).clear();
        }
        entries.add(entry);
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// How many requests went to one route, such as `POST`, `/servers/{id}/os-volume_attachments`.
    public long count(String method, String pattern) {
        return entries().stream()
                .filter(entry ->
                        entry.method().equals(method) && entry.pattern().equals(pattern))
                .count();
    }

    /// Counts by service, method and pattern, as `volume GET /volumes/{id}`.
    public Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        for (var entry : entries()) {
            counts.merge(entry.service() + " " + entry.method() + " " + entry.pattern(), 1L, Long::sum);
        }
        return counts;
    }

    public synchronized int size() {
        return entries.size();
    }

    /// Forgets all so far.
    public synchronized void reset() {
        entries.clear();
    }
}
