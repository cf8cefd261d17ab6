package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each link of the pages to a file of ours leads somewhere, and each to a part of a page to a title that is there.
class LinksIT {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        var seen = 0;
        for (var page : pages()) {
            for (var link : links(page)) {
                seen++;
                if (!leadsSomewhere(page, link)) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }

        assertThat(seen).isGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    /// A page that nobody can come to is as good as none.
    @Test
    void readmeNamesEveryPage() throws IOException {
        var readme = ROOT.resolve("README.md");

        assertThat(links(readme).stream()
                        .map(link -> ROOT.resolve(link.replaceFirst("#.*", "")).normalize()))
                .containsAll(pages().stream()
                        .filter(page -> !page.getParent().equals(ROOT))
                        .map(Path::normalize)
                        .toList());
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(withoutCode(page))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        var parts = link.split("#", 2);
        var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || anchors(file).contains(parts[1]);
    }

    /// The anchors of a page's titles, as GitHub and most others make them.
    private static Set<String> anchors(Path page) throws IOException {
        var times = new HashMap<String, Integer>();
        var anchors = new HashSet<String>();
        for (var line : withoutCode(page).lines().toList()) {
            if (line.matches("#+ .*")) {
                var anchor = line.replaceFirst("#+ ", "")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-');
                var before = times.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    private static String withoutCode(Path page) throws IOException {
        return Files.readString(page).replaceAll("(?ms)^```.*?^```", "");
    }
}
