package org.moorage.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private Path spiOfVersion(String version) throws IOException {
        var jar = home.resolve("spi-" + version + ".jar");
        if (Files.isDirectory(BuiltModule.spi())) {
            BuiltModule.tool(
                    "jar",
                    List.of(
                            "--create",
                            "--file",
                            jar.toString(),
                            "--module-version",
                            version,
                            "-C",
                            BuiltModule.spi().toString(),
                            "."));
        } else {
            Files.copy(BuiltModule.spi(), jar);
            BuiltModule.tool("jar", List.of("--update", "--file", jar.toString(), "--module-version", version));
        }
        return jar;
    }

    private Path directory(String plugin) {
        return home.resolve("plugins").resolve(plugin);
    }

    private BuiltModule backend(String module, String nameExpression, String... needed) throws IOException {
        var requires = new StringBuilder("requires org.moorage.api; ");
        List.of(needed)
                .forEach(name -> requires.append("requires ").append(name).append("; "));
        return new BuiltModule(home, module)
                .source(
                        "module-info.java",
                        "module " + module + " { " + requires + "provides org.moorage.api.plugin.BackendProvider with "
                                + module + ".Provider; }")
                .source(module.replace('.', '/') + "/Provider.java", PROVIDER.formatted(module, nameExpression));
    }

    private BuiltModule library(String text) throws IOException {
        return new BuiltModule(home, "words")
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
    void jarThatLiesInNoDirectoryOfItsOwnIsNamed() throws IOException {
        Files.createFile(Files.createDirectories(directory("one").getParent()).resolve("store.jar"));

        assertThat(Plugins.of(home))
                .singleElement()
                .isInstanceOfSatisfying(
                        Plugin.Refused.class,
                        refused -> assertThat(refused.message())
                                .startsWith("plugin store.jar (")
                                .endsWith("move it into one below plugins/"));
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
    void pluginOfNoNameOrWithoutEndIsRefusedAndTheOthersGoOn() throws IOException {
        backend("nameless", "null").jar(directory("nameless"), "1");
        backend("deep", "name()").jar(directory("deep"), "1");
        backend("endless", "\"endless\"")
                .source(
                        "endless/Provider.java",
                        PROVIDER.formatted("endless", "\"endless\"")
                                .replace("public final class Provider implements BackendProvider {", """
                        public final class Provider implements BackendProvider {
                            public Provider() throws Exception { Thread.sleep(1_000_000); }
                        """))
                .jar(directory("endless"), "1");
        backend("sound", "\"sound\"").jar(directory("sound"), "1");

        var found = new Backends(List.of(), Plugins.of(home, Duration.ofSeconds(2)));

        assertThat(found.all()).extracting(BackendProvider::name).containsExactly("sound");
        assertThat(found.refused())
                .extracting(Plugin.Refused::reason)
                .anySatisfy(reason -> assertThat(reason).contains("no name"))
                .anySatisfy(reason -> assertThat(reason).contains("StackOverflowError"))
                .anySatisfy(reason -> assertThat(reason).contains("has not come back from being loaded"));
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
        new BuiltModule(home, "plain")
                .source("plain/Plain.java", "package plain; class Plain {}")
                .jarOfNoModule(plugin, "1");
        new BuiltModule(home, "info.picocli")
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
