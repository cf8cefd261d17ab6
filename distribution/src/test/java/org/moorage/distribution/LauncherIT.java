package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The package as it is handed out: its launchers are there and can be run.
class LauncherIT {
    private static final Path HOME = Path.of(System.getProperty("moorage.home"));

    @Test
    void launchersAreExecutable() {
        assertThat(HOME.resolve("bin/moorage")).isExecutable();
        assertThat(HOME.resolve("bin/cinder-csi-plugin")).isExecutable();
        assertThat(HOME.resolve("bin/manila-csi-plugin")).isExecutable();
        assertThat(Files.exists(HOME.resolve("lib"))).isTrue();
    }

    @Test
    void manilaTellsEachFlagOfTheGoPlugin() throws Exception {
        var help = PackageUnderTest.run(
                Duration.ofMinutes(1), Map.of(), List.of(PackageUnderTest.MANILA_CSI_PLUGIN.toString(), "--help"));

        assertThat(help.exitCode()).isZero();
        assertThat(help.text())
                .contains(
                        "--drivername=",
                        "--share-protocol-selector=",
                        "--fwdendpoint=",
                        "--with-topology=",
                        "--runtime-config-file=",
                        "--cluster-id=",
                        "--provide-controller-service=",
                        "--provide-node-service=",
                        "--user-agent=",
                        "--pvc-annotations=",
                        "--nodeid",
                        "--nodeaz",
                        "--compatibility-settings")
                .containsPattern("--endpoint=(?s:.{1,200})\\(default unix://tmp/csi.sock\\)");
    }

    /// Nothing that Manila's driver makes can be found as an orphan.
    @Test
    void manilaTellsNoFlagThatItDoesNotTake() throws Exception {
        var help = PackageUnderTest.run(
                Duration.ofMinutes(1), Map.of(), List.of(PackageUnderTest.MANILA_CSI_PLUGIN.toString(), "--help"));

        assertThat(help.text()).startsWith("Usage: manila-csi-plugin ").doesNotContain("--reaper");
    }

    @ParameterizedTest
    @CsvSource({
        "serve, --help",
        "serve, -h",
        "doctor, --help",
        "doctor, --help=true",
        "audit, -h",
        "plugins, --help",
        "new-backend, --help",
        "demo, --help",
        "emulator, --help"
    })
    void helpBeginsWithTheCommandAsItIsTyped(String command, String asked) throws Exception {
        var help = PackageUnderTest.run(
                Duration.ofMinutes(1), Map.of(), List.of(PackageUnderTest.LAUNCHER.toString(), command, asked));

        assertThat(help.exitCode()).isZero();
        assertThat(help.text()).startsWith("Usage: moorage " + command + " ");
    }

    /// An option of the JDK's own HTTP server that it warns of.
    @Test
    void emulatorWarnsBesideWhatItHasToSay(@TempDir Path directory) throws Exception {
        var err = directory.resolve("err");
        var builder = new ProcessBuilder(
                        PackageUnderTest.LAUNCHER.toString(),
                        "emulator",
                        "--listen=127.0.0.1:0",
                        "--data=" + directory.resolve("cloud"),
                        "--no-devices")
                .redirectError(err.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dsun.net.httpserver.selCacheTimeout=5");
        var emulator = builder.start();
        try {
            assertThat(emulator.inputReader().readLine()).startsWith("ready: http://127.0.0.1:");
        } finally {
            emulator.destroy();
            emulator.waitFor();
        }

        assertThat(err).content().contains("WARN httpserver: sun.net.httpserver.selCacheTimeout property");
    }

    /// What a library takes at its next version would be on every node: classes, or leave to call the C library.
    @Test
    void aNodeServesWithoutAWarningAndWithoutTheClassesOfTheHelp(@TempDir Path directory) throws Exception {
        var socket = directory.resolve("csi.sock");
        var loaded = directory.resolve("loaded");
        var builder = new ProcessBuilder(
                        PackageUnderTest.CINDER_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + socket,
                        "--provide-controller-service=false",
                        "--instance-id=6a0f8d52-6c0a-4b6e-8f4e-5a3d0a0f8d52",
                        "--instance-zone=az1")
                .redirectErrorStream(true);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
        var node = builder.start();
        try (var said = node.inputReader()) {
            var lines = new ArrayList<String>();
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                lines.add(line);
                if (line.contains("listening")) {
                    assertThat(CsiCall.answers(socket, "NodeGetInfo 30 "))
                            .singleElement()
                            .asString()
                            .startsWith("OK");
                    // Process.destroy would close what is still to be read.
                    node.toHandle().destroy();
                }
            }
            assertThat(lines)
                    .anyMatch(line -> line.contains("listening"))
                    .noneMatch(line -> line.startsWith("WARNING"));
            assertThat(loaded).content().contains("org.moorage.server.").doesNotContain("picocli");
        } finally {
            node.destroyForcibly();
        }
    }

    /// Whoever generates the wrapper anew loses the lines that find a JDK 25 beside an older one.
    @Test
    void mavenWrapperFindsTheJdk() {
        assertThat(Path.of("..", "mvnw")).content().contains("JAVA25_HOME", "/usr/lib/jvm/*25*");
    }
}
