package org.moorage.server.status;

import java.util.Formatter;
import java.util.List;
import java.util.regex.Pattern;

/// Writes a page of headings and tables. All text is escaped where it is written, so that nothing that a
/// volume is called becomes a part of the page's own.
final class Html {
    private static final Pattern USER_OF_URL = Pattern.compile("(\\w://)\\S*@");

    private final StringBuilder page = new StringBuilder(4096);

    /// Begins a page.
    ///
    /// @param style the rules of its look, as they are
    Html(String title, String style) {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        text(title);
        page.append("</title>\n<style>").append(style).append("</style>\n</head>\n<body>\n<main>\n<h1>");
        text(title);
        page.append("</h1>\n");
    }

    /// A heading; the title is of level 1.
    Html heading(int level, String text) {
        var tag = "h" + level;
        return element(tag, text);
    }

    /// A line of text.
    Html paragraph(String text) {
        return element("p", text);
    }

    /// Links to other pages here, which are called as their paths.
    Html links(List<String> paths) {
        page.append("<nav><ul>\n");
        for (var path : paths) {
            page.append("<li><a href=\"");
            text(path);
            page.append("\">");
            text(path);
            page.append("</a></li>\n");
        }
        page.append("</ul></nav>\n");
        return this;
    }

    /// A table, or a line that says that there is nothing to show.
    ///
    /// @param caption what it shows
    /// @param columns their names
    /// @param rows    a text for each column
    Html table(String caption, List<String> columns, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return paragraph(caption + ": none");
        }
        open(caption);
        page.append("<thead><tr>");
        columns.forEach(column -> cell("th scope=\"col\"", "th", column));
        page.append("</tr></thead>\n<tbody>\n");
        for (var row : rows) {
            page.append("<tr>");
            row.forEach(text -> cell("td", "td", text));
            page.append("</tr>\n");
        }
        return close();
    }

    /// A table of facts, each with its name before it.
    ///
    /// @param facts name and text of each
    Html facts(String caption, List<Fact> facts) {
        open(caption);
        page.append("<tbody>\n");
        for (var fact : facts) {
            page.append("<tr>");
            cell("th scope=\"row\"", "th", fact.name());
            cell("td", "td", fact.text());
            page.append("</tr>\n");
        }
        return close();
    }

    /// A fact and its name.
    record Fact(String name, String text) {}

    /// The whole page.
    String end() {
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void open(String caption) {
        page.append("<table><caption>");
        text(caption);
        page.append("</caption>\n");
    }

    private Html close() {
        page.append("</tbody></table>\n");
        return this;
    }

    private Html element(String tag, String text) {
        page.append('<').append(tag).append('>');
        text(text);
        page.append("</").append(tag).append(">\n");
        return this;
    }

    private void cell(String begin, String tag, String text) {
        page.append('<').append(begin).append('>');
        text(text);
        page.append("</").append(tag).append('>');
    }

    /// Characters that nobody sees, or that turn the direction of others, are written by their numbers; who
    /// uses a URL is left out of it.
    private void text(String text) {
        USER_OF_URL.matcher(text).replaceAll("$1***@").codePoints().forEach(this::character);
    }

    private void character(int point) {
        switch (point) {
            case '&' -> page.append("&amp;");
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            default -> {
                if (unseen(point)) {
                    var _ = new Formatter(page).format("\\u{%x}", point);
                } else {
                    page.appendCodePoint(point);
                }
            }
        }
    }

    private static boolean unseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
