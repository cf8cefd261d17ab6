package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.BackendProvider;

/// What csi-sanity, the judge of CSI drivers, says of a backend behind the real server, on a real socket.
///
/// The server runs in a process of its own, on the class path of the test: `org.moorage:moorage-server` must be on it,
/// which the kit itself does not need. csi-sanity is what the variable `CSI_SANITY` names, or is on the path; without
/// it the test is skipped. A backend with a node's side mounts, and its test is to run as root.
public abstract class CsiSanityContract {
    private static final Pattern PASSED = Pattern.compile("(\\d+) Passed.*?(\\d+) Failed", Pattern.DOTALL);
    private static final String SERVER = "org.moorage.server.command.Main";
    private static final int LONGEST_MINUTES = 10;
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 30;

    /// What may still be mounted in it after a failure must not be deleted.
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path work;

    /// For subclasses.
    protected CsiSanityContract() {}

    /// What opens the backend.
    protected abstract BackendProvider provider();

    /// The options that the server is started with beside `--driver` and `--endpoint`: those of the backend.
    protected abstract List<String> options();

    /// The options of csi-sanity beside those that say where things are.
    protected List<String> sanityOptions() {
        return List.of();
    }

    /// Whether the backend mounts, which takes root; without it the test is skipped.
    protected boolean mounts() {
        return true;
    }

    @Test
    void csiSanityFindsNothing() throws Exception {
        var sanity = sanity();
        assumeTrue(sanity.isPresent(), "csi-sanity is neither named by CSI_SANITY nor on the path");
        assumeTrue(!mounts() || "root".equals(System.getProperty("user.name")), "mounting file systems takes root");
        var server = begin("server", server());
        try {
            awaitSocket(server);
            var judge = begin("sanity", judge(sanity.get()));
            try {
                var _ = judge.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
            } finally {
                judge.destroyForcibly().waitFor();
            }
            var output = text("sanity");
            var counts = PASSED.matcher(output);
            assertThat(counts.find()).as(output).isTrue();
            assertThat(counts.group(2)).as(output + text("server")).isEqualTo("0");
            assertThat(Integer.parseInt(counts.group(1))).as(output).isPositive();
            assertThat(judge.exitValue()).as(output).isZero();
        } finally {
            server.destroy();
            if (!server.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private List<String> server() throws IOException, URISyntaxException {
        var provider = provider();
        var services = Files.createDirectories(work.resolve("services/META-INF/services"));
        Files.writeString(
                services.resolve(BackendProvider.class.getName()),
                provider.getClass().getName());
        var own = Path.of(provider.getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var classPath = Stream.of(
                        work.resolve("services").toString(),
                        own.toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(entry -> !entry.isEmpty())
                .toList();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, classPath),
                SERVER,
                "serve",
                "--driver=" + provider.name(),
                "--endpoint=unix://" + socket()));
        command.addAll(options());
        return command;
    }

    private List<String> judge(Path sanity) {
        var command = new ArrayList<>(List.of(
                sanity.toString(),
                "--csi.endpoint=unix://" + socket(),
                "--csi.mountdir=" + work.resolve("target"),
                "--csi.stagingdir=" + work.resolve("staging"),
                "--ginkgo.no-color"));
        command.addAll(sanityOptions());
        return command;
    }

    private Path socket() {
        return work.resolve("csi.sock");
    }

    private Process begin(String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
    }

    private String text(String name) throws IOException {
        return Files.readString(work.resolve(name + ".log"));
    }

    private void awaitSocket(Process server) throws IOException, InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(socket())) {
            assertThat(System.nanoTime() - end)
                    .as("no socket %d s after the start: %s", START_SECONDS, text("server"))
                    .isNegative();
            if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "the server ended at its start; is moorage-server on the test's class path? " + text("server"));
            }
        }
    }

    private static Optional<Path> sanity() {
        var named = Stream.ofNullable(System.getenv("CSI_SANITY")).map(Path::of);
        var onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "csi-sanity"));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }
}
