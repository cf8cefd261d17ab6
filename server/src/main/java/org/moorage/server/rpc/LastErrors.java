package org.moorage.server.rpc;

import io.grpc.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// The errors that calls ended with last, for who looks at a driver without its log. Callers repeat what fails, so
/// repeats of one error are one entry: they push no other out.
@Singleton
public final class LastErrors {
    /// How many are kept.
    public static final int MOST = 32;

    /// What services call a request by: another one in each repeat of an error.
    private static final Pattern REQUEST_ID = Pattern.compile("\\breq-[0-9a-f-]{36}\\b");

    private final SequencedMap<Kind, Entry> entries = new LinkedHashMap<>();
    private final InstantSource clock;

    @Inject
    public LastErrors(InstantSource clock) {
        this.clock = clock;
    }

    /// What repeats of one error have in common.
    private record Kind(String rpc, String about, String code, String message) {}

    /// An error, and how often calls about one thing ended with it.
    ///
    /// @param last    when the last of them ended
    /// @param first   when the first of them ended
    /// @param times   how many they were
    /// @param rpc     the call's name
    /// @param about   what it was about, one line
    /// @param code    what its caller was answered
    /// @param message why, one line, as the last of them said it
    public record Entry(
            Instant last, Instant first, long times, String rpc, String about, String code, String message) {}

    /// Takes note of one, in the place of the eldest when there are many.
    void add(String rpc, Map<String, String> subjects, Status status) {
        var about = Subjects.line(subjects);
        var code = status.getCode().name();
        var message = OneLine.of(String.valueOf(status.getDescription()));
        var kind = new Kind(rpc, about, code, REQUEST_ID.matcher(message).replaceAll(""));
        synchronized (entries) {
            var now = clock.instant();
            var before = entries.remove(kind);
            var first = before == null ? now : before.first();
            var times = before == null ? 1 : before.times() + 1;
            entries.putLast(kind, new Entry(now, first, times, rpc, about, code, message));
            if (entries.size() > MOST) {
                entries.pollFirstEntry();
            }
        }
    }

    /// The last first.
    public List<Entry> all() {
        synchronized (entries) {
            return List.copyOf(entries.sequencedValues().reversed());
        }
    }
}
