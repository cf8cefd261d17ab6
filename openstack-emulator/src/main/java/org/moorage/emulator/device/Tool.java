package org.moorage.emulator.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program of the host and waits for it.
final class Tool {
    private static final long LIMIT_SECONDS = 60;

    private Tool() {}

    /// What the program printed.
    ///
    /// @throws IOException it is missing, takes too long or fails; the text says which program and what it printed
    static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(List.of(command) + " took more than " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(List.of(command) + " ended with " + process.exitValue() + ": " + output);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(List.of(command) + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
