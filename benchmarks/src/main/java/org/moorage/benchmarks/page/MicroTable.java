package org.moorage.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moorage.benchmarks.micro.Micro;

/// JMH's results as a table.
public final class MicroTable {
    private MicroTable() {}

    public static Table of(List<Micro> results) {
        var rows = new ArrayList<Row>();
        rows.add(Row.of("benchmark", "mean", "± (99.9 %)", "unit", "allocated, KiB/op"));
        for (var result : results) {
            rows.add(Row.of(
                    result.name(),
                    format(result.score()),
                    format(result.error()),
                    result.unit(),
                    format(result.allocated() / 1024)));
        }
        return new Table(rows);
    }

    private static String format(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.1f", value);
    }
}
