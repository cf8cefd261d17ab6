package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(strings = {"serve", "doctor", "audit", "plugins", "new-backend", "demo", "emulator"})
    void helpBeginsWithTheCommandAsItIsTyped(String command) throws Exception {
        var help = PackageUnderTest.run(
                Duration.ofMinutes(1), Map.of(), List.of(PackageUnderTest.LAUNCHER.toString(), command, "--help"));

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

    /// Whoever generates the wrapper anew loses the lines that find a JDK 25 beside an older one.
    @Test
    void mavenWrapperFindsTheJdk() {
        assertThat(Path.of("..", "mvnw")).content().contains("JAVA25_HOME", "/usr/lib/jvm/*25*");
    }
}
