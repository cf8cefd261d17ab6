package org.moorage.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Runs the host's programs.
final class Shell {
    private Shell() {}

    /// Runs one to its end.
    ///
    /// @throws StepFailed it did not do what it was to do
    static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            StepFailed.unless(process.waitFor() == 0, String.join(" ", command) + ": " + said.strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }
}
