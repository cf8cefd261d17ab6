package org.moorage.distribution;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The finished package, run as its users run it: by its launchers, in processes of their own.
final class PackageUnderTest {
    static final Path HOME = Path.of(System.getProperty("moorage.home"));
    static final Path LAUNCHER = HOME.resolve("bin/moorage");
    static final Path CINDER_CSI_PLUGIN = HOME.resolve("bin/cinder-csi-plugin");
    static final Path MANILA_CSI_PLUGIN = HOME.resolve("bin/manila-csi-plugin");

    private PackageUnderTest() {}

    /// What a program printed, both streams together, and how it ended.
    record Outcome(int exitCode, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    /// Runs a command to its end; each line is printed as it comes.
    static Outcome run(Duration limit, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var lines = new ArrayList<String>();
        var reader = Thread.ofVirtual().start(() -> collect(process, lines));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            reader.join();
            fail(command + " did not end within " + limit + ":\n" + String.join("\n", lines));
        }
        reader.join();
        return new Outcome(process.exitValue(), lines);
    }

    private static void collect(Process process, List<String> lines) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
        } catch (IOException failure) {
            lines.add("reading the output failed: " + failure);
        }
    }

    /// A package of its own for a test that changes it.
    static Path copy(Path to) throws IOException {
        Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes about) throws IOException {
                Files.createDirectories(to.resolve(HOME.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
                Files.copy(file, to.resolve(HOME.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    /// Skips the test, with the reason, where mounting is not possible; never in CI.
    static void assumeMounts() {
        require("root".equals(System.getProperty("user.name")), "mounting file systems takes root");
    }

    /// Where csi-sanity is: named by the environment, or on the path. Skips the test without it; never in CI.
    static Path requireCsiSanity() {
        var named = System.getenv("CSI_SANITY");
        var candidates = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, "csi-sanity"));
        var found = candidates.filter(Files::isExecutable).findFirst();
        require(found.isPresent(), "csi-sanity is neither named by CSI_SANITY nor on the path");
        return found.orElseThrow();
    }

    private static void require(boolean met, String what) {
        if (!met && "true".equals(System.getenv("CI"))) {
            fail("in CI nothing is skipped: " + what);
        }
        if (!met) {
            System.out.println("skipped: " + what);
        }
        assumeTrue(met, what);
    }
}
