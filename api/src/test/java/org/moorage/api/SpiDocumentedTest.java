package org.moorage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a backend's author can see of the SPI has documentation.
class SpiDocumentedTest {
    @Test
    void nothingPublicIsWithoutDocumentation(@TempDir Path classes) throws Exception {
        var jspecify = Path.of(NullMarked.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var arguments = new ArrayList<>(List.of(
                "-Xdoclint:all/public",
                "-Xmaxwarns",
                "10000",
                "-proc:none",
                "-d",
                classes.toString(),
                "-p",
                jspecify.toString()));
        arguments.addAll(sources());
        var printed = new StringWriter();

        var code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintWriter(printed), new PrintWriter(printed), arguments.toArray(String[]::new));

        assertThat(code).as(printed.toString()).isZero();
        // What shows that documentation was read at all.
        assertThat(printed.toString()).contains("warning: no @return");
        assertThat(printed.toString().lines()).noneMatch(line -> line.contains("warning: no comment"));
    }

    private static List<String> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .toList();
        }
    }
}
