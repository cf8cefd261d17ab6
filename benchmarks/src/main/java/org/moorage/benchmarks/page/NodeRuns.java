package org.moorage.benchmarks.page;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.moorage.benchmarks.start.Node;
import org.moorage.benchmarks.start.NodeRun;

/// Lives of our node's processes and of the Go drivers', in turns. Of each figure the median is told.
///
/// @param peers none when they were not there
public record NodeRuns(List<NodeRun> ours, List<NodeRun> peers) {
    public NodeRuns {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
    }

    /// Lets both live so many times, in turns.
    public static NodeRuns of(Node ours, Optional<? extends Node> peer, int repeats)
            throws IOException, InterruptedException {
        var our = new ArrayList<NodeRun>();
        var theirs = new ArrayList<NodeRun>();
        for (var i = 0; i < repeats; i++) {
            our.add(ours.live());
            if (peer.isPresent()) {
                theirs.add(peer.get().live());
            }
        }
        return new NodeRuns(our, theirs);
    }

    /// Times and memory, and the ratio of ours to the Go driver's.
    public Table table() {
        var rows = new ArrayList<Row>();
        rows.add(new Row(List.of("", "Moorage", "Go driver", "ratio")));
        rows.add(row("start to the first answer to Probe, ms", run -> millis(run.start())));
        rows.add(row("processor time until then, ms", run -> millis(run.computing())));
        rows.add(row("RSS idle, MiB", run -> mib(run.idle().resident())));
        rows.add(row("PSS idle, MiB", run -> mib(run.idle().proportional())));
        rows.add(row("RSS after 1,000 calls, MiB", run -> mib(run.used().resident())));
        rows.add(row("PSS after 1,000 calls, MiB", run -> mib(run.used().proportional())));
        rows.add(row("processor time of 1,000 calls, ms", run -> millis(run.calls())));
        return new Table(rows);
    }

    private Row row(String name, ToDoubleFunction<NodeRun> figure) {
        var our = median(ours, figure);
        if (peers.isEmpty()) {
            return new Row(List.of(name, text("%.0f", our), "", ""));
        }
        var their = median(peers, figure);
        return new Row(List.of(name, text("%.0f", our), text("%.0f", their), text("%.2f", our / their)));
    }

    private static double median(List<NodeRun> runs, ToDoubleFunction<NodeRun> figure) {
        return runs.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static double mib(long kib) {
        return kib / 1024.0;
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
