package org.moorage.benchmarks.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.moorage.benchmarks.storm.Spread;
import org.moorage.benchmarks.storm.Step;
import org.moorage.benchmarks.storm.StormResult;

/// The same storm over our driver and over the Go driver. Of several storms over one driver, the one of the median
/// wall time speaks for all.
///
/// @param ours  ours, a result for each repeat
/// @param peers the Go driver's, none when it was not there
public record Comparison(List<StormResult> ours, List<StormResult> peers) {
    public Comparison {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
    }

    public StormResult our() {
        return median(ours).orElseThrow();
    }

    public Optional<StormResult> peer() {
        return median(peers);
    }

    /// Times, requests, errors, leftovers, and the ratio of ours to the Go driver's.
    public Table table() {
        var rows = new ArrayList<Row>();
        rows.add(Row.of("", "Moorage", "Go driver", "ratio"));
        rows.add(row("wall, s", result -> seconds(result.wall())));
        rows.add(row("lives that came to their end", StormResult::lived, "%.0f", false));
        rows.add(row("REST requests a lifecycle", StormResult::requestsPerLifecycle, "%.1f", true));
        for (var step : our().steps().keySet()) {
            rows.add(times(step, "p50", Spread::p50));
            rows.add(times(step, "p90", Spread::p90));
            rows.add(times(step, "p99", Spread::p99));
        }
        rows.add(row("faults injected", StormResult::allInjected, "%.0f", false));
        rows.add(row("errors that callers saw", StormResult::allErrors, "%.0f", true));
        rows.add(row("of 100 faults, errors that callers saw", Comparison::passedOn, "%.0f", false));
        rows.add(row("volumes or shares left in the cloud", StormResult::leftVolumes, "%.0f", false));
        rows.add(row("attachments, snapshots and access rules left", StormResult::leftOthers, "%.0f", false));
        rows.add(row("processor time of the driver, s", result -> seconds(result.processorTime())));
        rows.add(row("peak memory of the driver, MiB", StormResult::peakMemory, "%.0f", true));
        return new Table(rows);
    }

    /// The errors that callers saw, by call and code.
    public Table errors() {
        return counts("call and code", result -> widened(result.errors()));
    }

    /// What the cloud was asked, by service and route, for all lifecycles.
    public Table requests() {
        return counts("request", StormResult::requests);
    }

    /// The wall times of all repeats, in seconds, in their order.
    public String walls() {
        return "Wall times of all repeats, s: Moorage " + walls(ours)
                + (peers.isEmpty() ? "" : "; Go driver " + walls(peers)) + ".";
    }

    private Table counts(String title, Function<StormResult, Map<String, Long>> counts) {
        var keys = new TreeSet<>(counts.apply(our()).keySet());
        peer().ifPresent(peer -> keys.addAll(counts.apply(peer).keySet()));
        var rows = new ArrayList<Row>();
        rows.add(Row.of(title, "Moorage", "Go driver"));
        for (var key : keys) {
            rows.add(Row.of(
                    key,
                    String.valueOf(counts.apply(our()).getOrDefault(key, 0L)),
                    peer().map(peer -> String.valueOf(counts.apply(peer).getOrDefault(key, 0L)))
                            .orElse("")));
        }
        return new Table(rows);
    }

    private Row times(Step step, String rank, Function<Spread, Duration> time) {
        return row(
                step.call() + " " + rank + ", ms",
                result -> Optional.ofNullable(result.steps().get(step))
                        .map(spread -> (double) time.apply(spread).toMillis())
                        .orElse(Double.NaN),
                "%.0f",
                true);
    }

    private Row row(String title, ToDoubleFunction<StormResult> value) {
        return row(title, value, "%.1f", true);
    }

    private Row row(String title, ToDoubleFunction<StormResult> value, String format, boolean ratio) {
        var our = value.applyAsDouble(our());
        if (peers.isEmpty()) {
            return Row.of(title, format(format, our), "", "");
        }
        var peer = value.applyAsDouble(peer().orElseThrow());
        return Row.of(
                title, format(format, our), format(format, peer), ratio && peer > 0 ? format("%.2f", our / peer) : "");
    }

    private static double passedOn(StormResult result) {
        return result.allInjected() == 0 ? 0 : 100.0 * result.allErrors() / result.allInjected();
    }

    private static Optional<StormResult> median(List<StormResult> results) {
        var sorted =
                results.stream().sorted(Comparator.comparing(StormResult::wall)).toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
    }

    private static Map<String, Long> widened(Map<String, Integer> counts) {
        var wide = new java.util.TreeMap<String, Long>();
        counts.forEach((key, count) -> wide.put(key, (long) count));
        return wide;
    }

    private static String walls(List<StormResult> results) {
        return String.join(
                ", ",
                results.stream()
                        .map(result -> format("%.1f", seconds(result.wall())))
                        .toList());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static String format(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
