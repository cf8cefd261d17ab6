package org.moorage.server.orphans;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.moorage.api.inventory.OwnedObject;

/// The findings as a table for people.
public final class AuditTable {
    private static final List<String> HEAD = List.of("KIND", "ID", "NAME", "SIZE", "AGE", "MADE FOR", "REMOVABLE");

    private AuditTable() {}

    /// Prints a summary, and a row for each orphan.
    public static void print(Findings findings, PrintStream out) {
        out.println(findings.summary());
        findings.doubt().ifPresent(doubt -> out.println("note: " + doubt));
        if (findings.orphans().isEmpty()) {
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        findings.orphans().forEach(orphan -> rows.add(row(orphan, findings.age(orphan))));
        var widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static List<String> row(OwnedObject orphan, Duration age) {
        var place = orphan.cloud().isEmpty() ? "" : orphan.cloud() + ": ";
        return List.of(
                orphan.kind().name().toLowerCase(Locale.ROOT),
                place + orphan.id(),
                orphan.name(),
                orphan.size().toString(),
                age.toDays() > 0 ? age.toDays() + "d" : age.toHours() + "h",
                orphan.origin().orElse("-"),
                orphan.held().map(why -> "no: " + why).orElse("yes"));
    }
}
