package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tutorial's snippets are parts of the example, which {@link ExampleIT} compiles.
class TutorialIT {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final int CODE_LINES = 300;

    @Test
    void eachSnippetIsPartOfTheExample() throws IOException {
        var sources = text("src");
        var snippets = SNIPPET.matcher(Files.readString(Path.of("../docs/writing-a-backend.md")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(snippets)
                .hasSizeGreaterThan(4)
                .allSatisfy(snippet -> assertThat(sources).contains(snippet));
    }

    /// Blank lines, imports and documentation are not counted.
    @Test
    void exampleIsAsShortAsItSays() throws IOException {
        var code = text("src/main")
                .lines()
                .filter(line -> !line.isBlank())
                .filter(line -> !line.startsWith("import ") && !line.strip().startsWith("///"))
                .count();

        assertThat(code).isLessThan(CODE_LINES);
    }

    private static String text(String part) throws IOException {
        try (var files = Files.walk(Path.of("../examples/loop-files").resolve(part))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TutorialIT::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
