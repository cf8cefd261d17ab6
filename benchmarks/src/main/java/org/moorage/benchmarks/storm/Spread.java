package org.moorage.benchmarks.storm;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/// How long something took that was done many times.
///
/// @param p50 what half of them took at most; the others alike
public record Spread(int count, Duration p50, Duration p90, Duration p99) {
    /// Of at least one time.
    public static Spread of(Collection<Duration> times) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var sorted = times.stream().sorted().toList();
        return new Spread(sorted.size(), rank(sorted, 50), rank(sorted, 90), rank(sorted, 99));
    }

    /// The least of them that so many of a hundred do not exceed.
    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get(Math.ceilDiv(percent * sorted.size(), 100) - 1);
    }
}
