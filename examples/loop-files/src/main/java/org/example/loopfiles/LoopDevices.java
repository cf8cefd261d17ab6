package org.example.loopfiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// What losetup(8) knows and does.
final class LoopDevices {
    private LoopDevices() {}

    /// The devices that show the file.
    static Set<String> of(Path file, Deadline deadline) {
        return losetup(deadline, "--associated", file.toString(), "--output", "NAME", "--noheadings")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }

    static void attach(Path file, Deadline deadline) {
        losetup(deadline, "--find", file.toString());
    }

    static void detach(String device, Deadline deadline) {
        losetup(deadline, "--detach", device);
    }

    /// Lets the kernel look at the file's size again.
    static void measure(String device, Deadline deadline) {
        losetup(deadline, "--set-capacity", device);
    }

    private static String losetup(Deadline deadline, String... arguments) {
        var command = Stream.concat(Stream.of("losetup"), Stream.of(arguments)).toList();
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                if (!process.waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new Failure.Unfinished(String.join(" ", command) + " was still running at the deadline");
                }
                return output(process, command);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new Failure.Broken("losetup cannot be run: install util-linux on this host", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished("the caller went away");
        }
    }

    private static String output(Process process, List<String> command) throws IOException {
        var text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new Failure.Unavailable(String.join(" ", command) + ": " + text.strip());
        }
        return text;
    }
}
