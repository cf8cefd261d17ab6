package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// The example backend of somebody else: built of its own sources against the jars of the package, by the JDK's tools
/// alone, and dropped into `plugins/` of a finished package.
class ExampleIT {
    private static final Path SOURCES = Path.of("../examples/loop-files/src");

    @TempDir
    private static Path work;

    private static Path home;

    @BeforeAll
    static void build() throws IOException {
        home = PackageUnderTest.copy(work.resolve("package"));
        var classes = compiled("main", "--module-path", home.resolve("lib").toString(), "--module-version", "1.0.0");
        var jar = Files.createDirectories(home.resolve("plugins/loop-files")).resolve("loop-files-1.0.0.jar");
        tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    }

    private static Path compiled(String part, String... options) throws IOException {
        var classes = Files.createDirectories(work.resolve(part));
        var arguments = new ArrayList<>(List.of("-d", classes.toString(), "-Xlint:all,-path", "-Werror"));
        arguments.addAll(List.of(options));
        try (var files = Files.walk(SOURCES.resolve(part).resolve("java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        tool("javac", arguments);
        return classes;
    }

    private static void tool(String name, List<String> arguments) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        var code = ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(code).as(text.toString()).isZero();
    }

    @Test
    void passesTheKit() throws IOException {
        var path = work.resolve("main") + ":" + System.getProperty("java.class.path");
        var tests = compiled("test", "--class-path", path);
        var summary = new SummaryGeneratingListener();

        try (var loader = new URLClassLoader(
                new URL[] {work.resolve("main").toUri().toURL(), tests.toUri().toURL()},
                ExampleIT.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(tests)))
                                    .build(),
                            summary);
        } finally {
            Thread.currentThread().setContextClassLoader(ExampleIT.class.getClassLoader());
        }

        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isGreaterThan(15);
    }

    @Test
    void isListedWithItsRoles() throws Exception {
        var listed = PackageUnderTest.run(
                Duration.ofMinutes(1),
                Map.of(),
                List.of(home.resolve("bin/moorage").toString(), "plugins"));

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("loop-files\torg.example.loopfiles\t1.0.0\t")
                        .contains("plugins/loop-files", "NodeAccessResolver", "VolumeAttacher", "VolumeProvisioner"))
                .anySatisfy(line -> assertThat(line).startsWith("cinder\t").contains("built in"));
    }

    @Test
    void passesCsiSanityBesideThePackagesOwnBackends() throws Exception {
        PackageUnderTest.assumeMounts();
        var sanity = PackageUnderTest.requireCsiSanity();
        var report = Files.createFile(work.resolve("sanity.xml"));

        var outcome = PackageUnderTest.run(
                Duration.ofMinutes(5),
                Map.of("CSI_SANITY", sanity.toString()),
                List.of(
                        Path.of("src/test/scripts/example.sh").toAbsolutePath().toString(),
                        home.toString(),
                        report.toString()));

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("0 Failed").doesNotContain("left behind:");
    }
}
