package org.moorage.openstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.moorage.openstack.config.Parameter;

/// The tables of the page of parameters, which are made of the declarations of what they are about.
public final class ParametersPage {
    private static final Path PAGE = Path.of("../docs/parameters.md");

    private ParametersPage() {}

    /// Holds that the first table below that line says what is declared. With `-Dreference.write=true` it is
    /// written anew.
    public static void tells(String title, List<Parameter> declared) throws IOException {
        tells(
                title,
                List.of("key", "default", "meaning"),
                declared.stream()
                        .map(one -> List.of("`" + one.key() + "`", one.fallback(), one.meaning()))
                        .toList());
    }

    /// Holds the same of a table with other columns.
    public static void tells(String title, List<String> columns, List<List<String>> rows) throws IOException {
        var table = Stream.concat(
                        Stream.of(row(columns), "|" + "---|".repeat(columns.size())),
                        rows.stream().map(ParametersPage::row))
                .toList();
        if (Boolean.getBoolean("reference.write")) {
            write(title, table);
        }
        var page = Files.readAllLines(PAGE);
        var begin = begin(page, title);

        assertThat(page.subList(begin, end(page, begin)))
                .as(PAGE + ", " + title + ": rewrite it with -Dreference.write=true")
                .isEqualTo(table);
    }

    private static void write(String title, List<String> table) throws IOException {
        var page = Files.readAllLines(PAGE);
        var begin = begin(page, title);
        var written = Stream.of(page.subList(0, begin), table, page.subList(end(page, begin), page.size()))
                .flatMap(List::stream)
                .toList();
        Files.write(PAGE, written);
    }

    private static int begin(List<String> page, String title) {
        assertThat(page).as("titles of " + PAGE).contains(title);
        var line = page.indexOf(title);
        while (!page.get(line).startsWith("|")) {
            line++;
        }
        return line;
    }

    private static int end(List<String> page, int begin) {
        var line = begin;
        while (line < page.size() && page.get(line).startsWith("|")) {
            line++;
        }
        return line;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
