package org.moorage.benchmarks.storm;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the callers of a storm saw. Safe for many threads.
final class Tally {
    private final Map<Step, List<Duration>> times = new EnumMap<>(Step.class);
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Integer> messages = new TreeMap<>();
    private int ended;
    private @Nullable String firstUnended;

    /// A step has succeeded, this long after its first call.
    synchronized void done(Step step, Duration took) {
        times.computeIfAbsent(step, _ -> new ArrayList<>()).add(took);
    }

    /// A caller got an error for an answer.
    synchronized void refused(Step step, StatusRuntimeException error) {
        errors.merge(step.call() + " " + error.getStatus().getCode(), 1, Integer::sum);
        messages.merge(step.call() + " " + describe(error.getStatus()), 1, Integer::sum);
    }

    /// A volume has lived its whole life.
    synchronized void ended() {
        ended++;
    }

    /// A volume's life was given up.
    synchronized void unended(String why) {
        if (firstUnended == null) {
            firstUnended = why;
        }
    }

    synchronized int lived() {
        return ended;
    }

    synchronized Map<Step, Spread> spreads() {
        var spreads = new EnumMap<Step, Spread>(Step.class);
        times.forEach((step, all) -> spreads.put(step, Spread.of(all)));
        return spreads;
    }

    /// How many errors callers got, by call and code.
    synchronized Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    /// The texts of these errors, with ids left out, and how many there were of each.
    synchronized Map<String, Integer> messages() {
        return new TreeMap<>(messages);
    }

    synchronized String whyUnended() {
        return firstUnended == null ? "" : firstUnended;
    }

    private static String describe(Status status) {
        var text = String.valueOf(status.getDescription())
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                .replaceAll("storm-\\d+", "NAME")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "CLOUD")
                .replaceAll("/v3/\\w+", "/v3")
                .replaceAll("/v2.1/\\w+", "/v2.1");
        return status.getCode() + ": " + text;
    }
}
