package org.moorage.benchmarks.page;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// Where and when something was measured.
///
/// @param load how many processes others kept busy at the beginning, on average over a minute; with as many cores or
///     more taken, all times are longer and scatter
public record Machine(
        LocalDate day,
        String processor,
        int cores,
        long memoryGib,
        String kernel,
        String java,
        String commit,
        double load) {
    /// This machine, now.
    public static Machine here() throws IOException, InterruptedException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC),
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Long.parseLong(
                                field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
                        / (1024.0 * 1024)),
                System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                describe(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// One sentence.
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s, commit %s: %d cores of %s, %d GiB, Linux %s, %s; load average at the beginning %.1f.",
                day,
                commit,
                cores,
                processor,
                memoryGib,
                kernel,
                java,
                load);
    }

    private static String field(Path file, String name) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static String describe() throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        var answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? answer : "unknown";
    }
}
