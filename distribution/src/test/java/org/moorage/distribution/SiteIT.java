package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The site that is made of the pages has them all, and each of its links leads somewhere.
class SiteIT {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\":#]*)(?:#([^\"]*))?\"");

    @Test
    void everyPageIsThereAndEveryLinkLeadsSomewhere(@TempDir Path directory) throws Exception {
        var pandoc = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "pandoc"))
                .anyMatch(Files::isExecutable);
        if (!pandoc) {
            System.out.println("skipped: pandoc (Debian's package of that name) is not on the path");
        }
        Assumptions.assumeTrue(pandoc, "pandoc is not on the path");
        var site = directory.resolve("site");

        var outcome =
                PackageUnderTest.run(Duration.ofMinutes(2), Map.of(), List.of("src/main/site/build", site.toString()));

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        var pages = pages(site, ".html");
        assertThat(pages).hasSize(1 + pages(Path.of("../docs"), ".md").size());
        var broken = new ArrayList<String>();
        for (var page : pages) {
            for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
                var to = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                var title = link.group(2);
                if (!Files.exists(to) || (title != null && !Files.readString(to).contains("id=\"" + title + "\""))) {
                    broken.add(site.relativize(page) + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> pages(Path directory, String ending) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
