package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backend as `moorage new-backend` begins it: built by Maven as it stands, outside of this build, against what would
/// be published, and dropped into `plugins/` of a finished package.
class NewBackendIT {
    private static final List<String> PUBLISHED = List.of("moorage", "moorage-api", "moorage-testkit");

    @TempDir
    private static Path work;

    private static Path home;

    @BeforeAll
    static void build() throws Exception {
        home = PackageUnderTest.copy(work.resolve("package"));
        var begun = moorage("new-backend", "tape-robot", "--group=com.acme");
        assertThat(begun.exitCode()).as(begun.text()).isZero();
        var local = Path.of(System.getProperty("moorage.repository"));
        var repository = Files.createDirectories(work.resolve("repository"));
        for (var artifact : PUBLISHED) {
            publish(artifact, repository);
        }

        var built = PackageUnderTest.run(
                Duration.ofMinutes(3),
                Map.of(),
                List.of(
                        Path.of("../mvnw").toRealPath().toString(),
                        "-B",
                        "-ntp",
                        "-f",
                        work.resolve("tape-robot/pom.xml").toString(),
                        "-Dmaven.repo.local=" + repository,
                        "-Dmaven.repo.local.tail=" + local,
                        "package"));

        assertThat(built.exitCode()).as(built.text()).isZero();
        assertThat(built.text()).contains("Failures: 0, Errors: 0, Skipped: 0");
        var plugin = Files.createDirectories(home.resolve("plugins/tape-robot"));
        var jar = work.resolve("tape-robot/target/tape-robot-0.1.0.jar");
        Files.copy(jar, plugin.resolve(jar.getFileName()));
    }

    /// Puts what this build made of a module where Maven looks for it.
    private static void publish(String artifact, Path repository) throws IOException {
        var module = Path.of("..").resolve(artifact.replaceFirst("^moorage-?", ""));
        var version = System.getProperty("moorage.version");
        var place = Files.createDirectories(
                repository.resolve("org/moorage").resolve(artifact).resolve(version));
        var name = artifact + "-" + version;
        Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
        var jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, place.resolve(jar.getFileName()));
        }
    }

    private static PackageUnderTest.Outcome moorage(String... arguments) throws Exception {
        var command = Stream.concat(
                Stream.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && exec \"$@\"",
                        work.toString(),
                        home.resolve("bin/moorage").toString()),
                Stream.of(arguments));
        return PackageUnderTest.run(Duration.ofMinutes(1), Map.of(), command.toList());
    }

    @Test
    void isListedWithItsRole() throws Exception {
        var listed = moorage("plugins");

        assertThat(listed.exitCode()).isZero();
        assertThat(listed.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("tape-robot\tcom.acme.taperobot\t0.1.0\t")
                        .endsWith("plugins/tape-robot\tVolumeProvisioner"));
    }

    @Test
    void servesVolumes() throws Exception {
        var socket = work.resolve("csi.sock");
        var server = new ProcessBuilder(
                        home.resolve("bin/moorage").toString(),
                        "serve",
                        "--driver=tape-robot",
                        "--directory=" + work.resolve("volumes"),
                        "--provide-node-service=false",
                        "--strict-plugins",
                        "--endpoint=unix://" + socket)
                .redirectErrorStream(true)
                .start();
        try {
            var out = server.inputReader();
            var line = out.readLine();
            while (line != null && !line.contains("listening")) {
                line = out.readLine();
            }
            assertThat(line).isNotNull();

            var answers = CsiCall.answers(
                    socket,
                    "GetPluginInfo 30",
                    "CreateVolume 30 name: \"one\" capacity_range { required_bytes: 1048576 }"
                            + " volume_capabilities { block {} access_mode { mode: SINGLE_NODE_WRITER } }");

            assertThat(answers.getFirst()).startsWith("OK name: \"tape-robot.acme.com\"");
            assertThat(answers.getLast()).startsWith("OK volume { capacity_bytes: 1048576 volume_id: ");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void aNameThatIsTakenIsRefused() throws Exception {
        var taken = moorage("new-backend", "cinder");
        var there = moorage("new-backend", "package");

        assertThat(taken.exitCode()).isEqualTo(2);
        assertThat(taken.lines()).containsExactly("a backend called 'cinder' is installed: choose another name");
        assertThat(there.exitCode()).isEqualTo(2);
        assertThat(there.text()).contains("is no package of Java");
        assertThat(work.resolve("cinder")).doesNotExist();
    }
}
