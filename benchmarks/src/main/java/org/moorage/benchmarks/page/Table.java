package org.moorage.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/// A table, the first row of which names the columns.
public record Table(List<Row> rows) {
    public Table {
        rows = List.copyOf(rows);
    }

    /// As Markdown, which a terminal shows as it is.
    public String markdown() {
        var widths = new ArrayList<Integer>();
        for (var column = 0; column < rows.getFirst().cells().size(); column++) {
            var at = column;
            widths.add(rows.stream()
                    .mapToInt(row -> row.cells().get(at).length())
                    .max()
                    .orElse(0));
        }
        var text = new StringBuilder(line(rows.getFirst().cells(), widths));
        text.append(line(widths.stream().map("-"::repeat).toList(), widths));
        rows.stream().skip(1).forEach(row -> text.append(line(row.cells(), widths)));
        return text.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        var text = new StringBuilder("|");
        for (var i = 0; i < cells.size(); i++) {
            var cell = cells.get(i);
            text.append(' ')
                    .append(cell)
                    .repeat(' ', widths.get(i) - cell.length())
                    .append(" |");
        }
        return text.append('\n').toString();
    }
}
