package org.moorage.benchmarks.page;

import java.util.List;

/// A line of a table.
public record Row(List<String> cells) {
    public Row {
        cells = List.copyOf(cells);
    }

    static Row of(String... cells) {
        return new Row(List.of(cells));
    }
}
