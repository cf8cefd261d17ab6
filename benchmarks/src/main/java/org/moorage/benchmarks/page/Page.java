package org.moorage.benchmarks.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.moorage.benchmarks.micro.Micro;
import org.moorage.benchmarks.storm.Step;

/// The page about performance: the prose of `performance.md` among the resources, with what was measured put in.
///
/// @param fair  the storm in which nothing goes wrong
/// @param foul  the storm with faults
/// @param shares the storm over shares
/// @param alone the requests of each step of a life lived alone, by driver
public record Page(
        Machine machine,
        Comparison fair,
        Comparison foul,
        Comparison shares,
        Map<String, Map<Step, Double>> alone,
        List<Micro> micro) {
    /// Writes the page and its picture.
    ///
    /// @param docs the directory of both
    public void write(Path docs) throws IOException {
        Files.writeString(
                docs.resolve("performance.svg"),
                Picture.draw(List.of(
                        new Picture.Part("Nothing goes wrong", fair),
                        new Picture.Part("2 % answered 503, 2 % connections lost, 5 % answered 429", foul))));
        Files.writeString(docs.resolve("performance.md"), text());
    }

    private String text() throws IOException {
        var parts = new LinkedHashMap<String, String>();
        parts.put("machine", machine.text());
        parts.put("versions", versions());
        parts.put("fair", fair.table().markdown() + "\n" + fair.walls());
        parts.put("foul", foul.table().markdown() + "\n" + foul.walls());
        parts.put("errors", foul.errors().markdown());
        parts.put("shares", shares.table().markdown() + "\n" + shares.walls());
        parts.put("shareRequests", shares.requests().markdown());
        parts.put("alone", aloneTable().markdown());
        parts.put("requests", fair.requests().markdown());
        parts.put("micro", MicroTable.of(micro).markdown());
        var text = template();
        for (var part : parts.entrySet()) {
            text = text.replace("{{" + part.getKey() + "}}", part.getValue().strip());
        }
        return text;
    }

    private String versions() {
        return "Moorage " + fair.our().version()
                + fair.peer().map(peer -> ", Go driver " + peer.version()).orElse(", no Go driver beside it");
    }

    private Table aloneTable() {
        var steps = alone.values().iterator().next().keySet();
        var rows = new ArrayList<Row>();
        var head = new ArrayList<>(List.of("requests of one life alone"));
        head.addAll(alone.keySet());
        rows.add(new Row(head));
        for (var step : steps) {
            var cells = new ArrayList<>(List.of(step.call()));
            alone.values().forEach(counts -> cells.add(format(counts.getOrDefault(step, 0.0))));
            rows.add(new Row(cells));
        }
        var sums = new ArrayList<>(List.of("in all"));
        alone.values()
                .forEach(counts -> sums.add(format(
                        counts.values().stream().mapToDouble(count -> count).sum())));
        rows.add(new Row(sums));
        return new Table(rows);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String template() throws IOException {
        try (var in = Page.class.getResourceAsStream("/performance.md")) {
            return new String(
                    Objects.requireNonNull(in, "the template performance.md").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
