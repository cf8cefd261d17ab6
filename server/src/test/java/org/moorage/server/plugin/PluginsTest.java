package org.moorage.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Refusal;

/// Directories of modules that were compiled and packed a moment ago, as somebody else would have.
class PluginsTest {
    private static final String PROVIDER = """
            package %1$s;
            import java.util.List;
            import org.moorage.api.plugin.*;
            public final class Provider implements BackendProvider {
                @Override public String name() { return %2$s; }
                @Override public List<Option> options() { return List.of(); }
                @Override public Backend open(Settings settings, Surroundings surroundings) {
                    throw new Refusal("not today");
                }
            }
            """;

    @TempDir
    private Path home;

    /// A module that is compiled and packed by the JDK's own tools.
    private final class Built {
        private final Path sources;
        private final List<Path> path = new ArrayList<>(List.of(spi()));
        private final String name;

        Built(String name) throws IOException {
            this.name = name;
            this.sources = Files.createDirectories(home.resolve("src-" + System.nanoTime()));
        }

        Built source(String file, String text) throws IOException {
            Files.createDirectories(sources.resolve(file).getParent());
            Files.writeString(sources.resolve(file), text);
            return this;
        }

        Built on(Path jar) {
            path.add(jar);
            return this;
        }

        /// Against the SPI that lies there, in the place of ours.
        Built against(Path otherSpi) {
            path.set(0, otherSpi);
            return this;
        }

        Path jar(Path directory, String version) throws IOException {
            return compiled(directory, version, List.of("-p", joined(path), "--module-version", version));
        }

        Path jarOfNoModule(Path directory, String version) throws IOException {
            return compiled(directory, version, List.of());
        }

        private Path compiled(Path directory, String version, List<String> options) throws IOException {
            var classes = Files.createDirectories(home.resolve("classes-" + System.nanoTime()));
            var arguments = new ArrayList<>(List.of("-d", classes.toString()));
            arguments.addAll(options);
            try (var files = Files.walk(sources)) {
                files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
            }
            tool("javac", arguments);
            var jar = Files.createDirectories(directory).resolve(name + "-" + version + ".jar");
            tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
            return jar;
        }
    }

    private static String joined(List<Path> path) {
        return String.join(":", path.stream().map(Path::toString).toList());
    }

    private static void tool(String name, List<String> arguments) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        var code = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(code).as(text.toString()).isZero();
    }

    private static Path spi() {
        try {
            return Path.of(BackendProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path spiOfVersion(String version) throws IOException {
        var jar = home.resolve("spi-" + version + ".jar");
        if (Files.isDirectory(spi())) {
            tool(
                    "jar",
                    List.of(
                            "--create",
                            "--file",
                            jar.toString(),
                            "--module-version",
                            version,
                            "-C",
                            spi().toString(),
                            "."));
        } else {
            Files.copy(spi(), jar);
            tool("jar", List.of("--update", "--file", jar.toString(), "--module-version", version));
        }
        return jar;
    }

    private Path directory(String plugin) {
        return home.resolve("plugins").resolve(plugin);
    }

    private Built backend(String module, String nameExpression, String... needed) throws IOException {
        var requires = new StringBuilder("requires org.moorage.api; ");
        List.of(needed)
                .forEach(name -> requires.append("requires ").append(name).append("; "));
        return new Built(module)
                .source(
                        "module-info.java",
                        "module " + module + " { " + requires + "provides org.moorage.api.plugin.BackendProvider with "
                                + module + ".Provider; }")
                .source(module.replace('.', '/') + "/Provider.java", PROVIDER.formatted(module, nameExpression));
    }

    private Built library(String text) throws IOException {
        return new Built("words")
                .source("module-info.java", "module words { exports words; }")
                .source(
                        "words/Words.java",
                        "package words; public class Words { public static String word() { return \"" + text
                                + "\"; } }");
    }

    private Backends installed() {
        return new Backends(List.of(), Plugins.of(home));
    }

    private String reason(String plugin) {
        return installed().refused().stream()
                .filter(refused -> refused.name().equals(plugin))
                .findFirst()
                .orElseThrow()
                .message();
    }

    @Test
    void packageWithoutPluginsHasNone() {
        assertThat(Plugins.of(home)).isEmpty();
    }

    @Test
    void pluginsWithTwoVersionsOfOneLibraryWorkSideBySide() throws IOException {
        for (var version : List.of("1", "2")) {
            var library = library("word" + version).jar(directory("p" + version), version);
            backend("backend" + version, "words.Words.word()", "words")
                    .on(library)
                    .jar(directory("p" + version), "7");
        }

        assertThat(installed().all()).extracting(BackendProvider::name).containsExactly("word1", "word2");
        assertThat(installed().refused()).isEmpty();
    }

    @Test
    void moduleThatIsMissingIsNamedAndTheOthersGoOn() throws IOException {
        backend("sound", "\"sound\"").jar(directory("sound"), "1");
        var library = library("word").jar(home.resolve("elsewhere"), "1");
        backend("lame", "words.Words.word()", "words").on(library).jar(directory("lame"), "1");

        assertThat(installed().all()).extracting(BackendProvider::name).containsExactly("sound");
        assertThat(reason("lame")).contains("do not resolve", "words", "lame").doesNotContain("\n");
    }

    @Test
    void pluginThatThrowsWhileItIsLoadedIsRefused() throws IOException {
        backend("thrower", "throwing()")
                .source(
                        "thrower/Provider.java",
                        PROVIDER.formatted("thrower", "throwing()")
                                .replace("public final class Provider implements BackendProvider {", """
                        public final class Provider implements BackendProvider {
                            private static String throwing() { throw new IllegalStateException("no disk"); }
                        """))
                .jar(directory("thrower"), "1");

        assertThat(reason("thrower")).contains("cannot be loaded: ", "no disk");
    }

    @Test
    void nameThatIsTakenIsRefused() throws IOException {
        backend("one", "\"same\"").jar(directory("a"), "1");
        backend("two", "\"same\"").jar(directory("b"), "1");

        assertThat(installed().all()).hasSize(1);
        assertThat(reason("b")).contains("'same'");
    }

    @Test
    void whatProvidesNothingAndWhatIsEmptyAndWhatIsNoModuleAreRefused() throws IOException {
        library("word").jar(directory("library"), "1");
        Files.createDirectories(directory("empty"));
        Files.writeString(Files.createDirectories(directory("spoilt")).resolve("spoilt.jar"), "no archive");

        assertThat(reason("library")).contains("provides a org.moorage.api.plugin.BackendProvider");
        assertThat(reason("empty")).contains("no module in it");
        assertThat(reason("spoilt")).contains("spoilt.jar");
    }

    /// One automatic module reads all there are, so what both have can be there once only.
    @Test
    void automaticModuleUsesTheServersModulesAndBothVersionsAreKnown() throws IOException {
        var plugin = directory("auto");
        backend("auto", "\"auto\"").jar(plugin, "1");
        new Built("plain")
                .source("plain/Plain.java", "package plain; class Plain {}")
                .jarOfNoModule(plugin, "1");
        new Built("info.picocli")
                .source("module-info.java", "module info.picocli { }")
                .jar(plugin, "0.1");

        assertThat(installed().all()).extracting(BackendProvider::name).containsExactly("auto");
        assertThat(installed().plugins().getFirst().shared()).anySatisfy(module -> {
            assertThat(module.module()).isEqualTo("info.picocli");
            assertThat(module.plugins()).isEqualTo("0.1");
        });
    }

    @Test
    void rolesAreThoseThatItsClassesFill() throws IOException {
        backend("roles", "\"roles\"").source("roles/Health.java", """
                        package roles;
                        import org.moorage.api.Deadline;
                        import org.moorage.api.node.*;
                        final class Who implements NodeIdentitySource {
                            @Override public NodeIdentity identity(Deadline deadline) { throw new AssertionError(); }
                        }
                        """).jar(directory("roles"), "1");

        assertThat(RolesOf.backend(installed().all().getFirst())).containsExactly("NodeIdentitySource");
    }

    @Test
    void whoAsksForABackendThatIsRefusedIsToldWhy() throws IOException {
        Files.createDirectories(directory("mine"));

        assertThatThrownBy(() -> installed().choose(Optional.of("mine")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("plugin mine")
                .hasMessageContaining("no module in it");
    }

    @Test
    void spiServesWhatWasBuiltAgainstItOrAnOlderMinorVersion() {
        var now = ApiVersion.of("1.4.0").orElseThrow();

        assertThat(now.serves(ApiVersion.of("1.2.9").orElseThrow())).isTrue();
        assertThat(now.serves(ApiVersion.of("1.5.0").orElseThrow())).isFalse();
        assertThat(now.serves(ApiVersion.of("2.0.0").orElseThrow())).isFalse();
        assertThat(ApiVersion.of("0.1.0-SNAPSHOT")
                        .orElseThrow()
                        .serves(ApiVersion.of("0.2.0").orElseThrow()))
                .isFalse();
    }

    @Test
    void pluginBuiltAgainstAnotherSpiIsRefused() throws IOException {
        backend("old", "\"old\"").against(spiOfVersion("9.1.0")).jar(directory("old"), "1");

        assertThat(reason("old")).contains("9.1.0", "build it against this one");
    }
}
