package org.moorage.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The CSI server as a process of its own, started with the arguments of the Go driver's manifests.
final class ServerProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Path launcher;
    private final List<String> arguments;
    private final Path socket;
    private final Path log;
    private Process process;

    private ServerProcess(Path launcher, List<String> arguments, Path socket, Path log) {
        this.launcher = launcher;
        this.arguments = List.copyOf(arguments);
        this.socket = socket;
        this.log = log;
        this.process = start();
    }

    /// Starts a server.
    ///
    /// @param launcher  the plugin's program in the package
    /// @param name      of its socket and its log
    /// @param arguments all but where it listens
    /// @param directory where its socket and its log lie
    static ServerProcess start(Path launcher, String name, List<String> arguments, Path directory) {
        var socket = directory.resolve(name + ".sock");
        var all = new ArrayList<>(List.of("--endpoint=unix://" + socket));
        all.addAll(arguments);
        return new ServerProcess(launcher, all, socket, directory.resolve(name + ".log"));
    }

    Path socket() {
        return socket;
    }

    Path log() {
        return log;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Kills the server as the kernel does when memory runs out (SIGKILL), and starts another in its place.
    void killAndRestart() {
        process.destroyForcibly();
        awaitEnd();
        process = start();
    }

    /// Asks the server to end (SIGTERM), and kills it if it does not.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                awaitEnd();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// The last lines of the log, for a reader who wants to know why.
    List<String> lastLines(int count) {
        try {
            var lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException _) {
            return List.of();
        }
    }

    private Process start() {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + launcher, failure);
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
