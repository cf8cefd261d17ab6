package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What images hold, without making one: `src/main/images/check` looks into a finished one.
class ImagesIT {
    private static final Path IMAGES = Path.of("src/main/images");
    private static final Path NODE_SOURCES = Path.of("../node-agent/src/main/java");
    private static final Pattern PROGRAM_AND_PACKAGE =
            Pattern.compile("\"([a-z][a-z0-9.]+(?:-[a-z]+)?)\",\\s*\"([a-z][a-z0-9-]+)\"");

    /// A line of `packages`: for which backends, the Debian package, its programs.
    private record Row(String backends, String source, List<String> programs) {
        static Row parse(String line) {
            var words = List.of(line.strip().split("\\s+"));
            return new Row(words.get(0), words.get(1), words.subList(2, words.size()));
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(IMAGES.resolve("packages")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::parse)
                .toList();
    }

    @Test
    void everyProgramThatTheNodeAsksForIsInAnImage() throws IOException {
        var rows = rows();
        var sources = rows.stream().map(Row::source).collect(Collectors.toSet());
        var asked = asked(sources);

        assertThat(asked).contains("mkfs.xfs of xfsprogs", "mount.nfs of nfs-common");
        assertThat(rows.stream()
                        .flatMap(row -> row.programs().stream().map(program -> program + " of " + row.source())))
                .containsAll(asked);
    }

    private static Set<String> asked(Set<String> sources) throws IOException {
        var asked = new ArrayList<String>();
        try (var files = Files.walk(NODE_SOURCES)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                var matcher = PROGRAM_AND_PACKAGE.matcher(Files.readString(file));
                while (matcher.find()) {
                    if (sources.contains(matcher.group(2))) {
                        asked.add(program(matcher.group(1)) + " of " + matcher.group(2));
                    }
                }
            }
        }
        return Set.copyOf(asked);
    }

    /// The node calls the makers of file systems by the type.
    private static String program(String name) {
        return Set.of("ext2", "ext3", "ext4", "xfs").contains(name) ? "mkfs." + name : name;
    }

    @Test
    void eachRowIsForBackendsThatImagesAreMadeOf() throws IOException {
        assertThat(rows()).extracting(Row::backends).isSubsetOf("both", "cinder", "manila");
    }

    @Test
    void nothingThatAnImageIsForIsTakenAway() throws IOException {
        var without = Files.readAllLines(IMAGES.resolve("without")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", -1))
                .toList();

        assertThat(without)
                .allSatisfy(words -> assertThat(words).hasSize(2))
                .extracting(words -> words[0])
                .containsOnly("package", "path");
        assertThat(without.stream().map(words -> words[1]).toList())
                .allSatisfy(pattern -> assertThat(rows())
                        .noneMatch(row -> matches(pattern, row.source()))
                        .noneMatch(row -> row.programs().stream()
                                .anyMatch(program -> matches(pattern, "/usr/bin/" + program)
                                        || matches(pattern, "/usr/sbin/" + program))));
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    /// What an engine builds is what the script builds, since both read the same lists and cut Java in one way.
    @Test
    void scriptAndContainerfileReadTheSameFiles() throws IOException {
        assertThat(List.of("build", "Containerfile"))
                .allSatisfy(name -> assertThat(Files.readString(IMAGES.resolve(name)))
                        .contains("packages", "slim", "java-run-time", "run_time"));
    }

    /// A Java that is cut of fewer modules than ours ask for does not start them.
    @Test
    void javaOfOurOwnHasEachModuleThatOursAskFor() throws IOException {
        var linked = Files.readAllLines(IMAGES.resolve("java-modules")).stream()
                .filter(line -> line.startsWith("--add-modules "))
                .flatMap(line ->
                        Stream.of(line.substring("--add-modules ".length()).split(",")))
                .toList();
        var asked = ModuleFinder.of(PackageUnderTest.HOME.resolve("lib")).findAll().stream()
                .flatMap(module -> module.descriptor().requires().stream())
                .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> name.startsWith("java.") || name.startsWith("jdk."))
                .toList();

        assertThat(asked).isNotEmpty();
        assertThat(linked).doesNotHaveDuplicates().containsAll(asked);
        assertThat(Path.of("pom.xml")).content().contains("@${project.basedir}/src/main/images/java-modules");
    }
}
