package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page for those who come from the Go driver names tests that are there.
class GuideIT {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("docs/coming-from-the-go-driver.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyRowOfComplaintsNamesATest() throws IOException {
        assertThat(complaints())
                .allSatisfy(row -> assertThat(row.substring(0, row.lastIndexOf('|')))
                        .containsPattern("\\|[^|]*`\\w+\\.\\w+`[^|]*$"));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        var named = complaints().stream()
                .flatMap(row -> TEST.matcher(row).results())
                .toList();

        assertThat(named)
                .allSatisfy(test -> assertThat(sources(test.group(1)))
                        .as(test.group())
                        .anySatisfy(source -> assertThat(source).contains("void " + test.group(2) + "(")));
    }

    private static List<String> complaints() throws IOException {
        return Files.readAllLines(GUIDE).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
    }

    private static List<String> sources(String className) throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .flatMap(GuideIT::javaFiles)
                    .filter(file -> file.endsWith(className + ".java"))
                    .map(GuideIT::text)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
