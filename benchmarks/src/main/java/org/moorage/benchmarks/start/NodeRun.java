package org.moorage.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.moorage.benchmarks.storm.Csi;
import org.moorage.benchmarks.storm.DriverProcess;
import org.moorage.benchmarks.storm.NotMeasured;

/// One life of a node's process: it starts, idles, answers calls.
///
/// @param start     from its start to its first answer to Probe
/// @param computing the processor time until then
/// @param idle      its memory ten seconds later, once it is at rest
/// @param used      its memory ten seconds after the calls
/// @param calls     the processor time of the calls
public record NodeRun(Duration start, Duration computing, Memory idle, Memory used, Duration calls) {
    private static final Duration PROBE_PAUSE = Duration.ofMillis(2);
    /// The JVM gives back what its compiler used when it next looks, each five seconds; a second look is safe.
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int ROUNDS = 250;

    /// Measures a process that serves on `csi.sock` in a directory of its own.
    ///
    /// @param command makes the command line for the directory
    /// @param also    other sockets in the directory that must be served, too, before it counts as started
    public static NodeRun measure(Function<Path, List<String>> command, List<String> also)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("moorage-start");
        var socket = directory.resolve("csi.sock");
        var line = command.apply(directory);
        var begin = System.nanoTime();
        try (var process = DriverProcess.start(line, socket, directory.resolve("log"))) {
            awaitSockets(process, directory, socket, also);
            try (var csi = new Csi(socket)) {
                csi.awaitReady(process::alive, PROBE_PAUSE);
                var start = Duration.ofNanos(System.nanoTime() - begin);
                var computing = process.processorTime();
                Thread.sleep(IDLE);
                var idle = Memory.of(process.pid());
                var before = process.processorTime();
                for (var i = 0; i < ROUNDS; i++) {
                    csi.askAround();
                }
                var calls = process.processorTime().minus(before);
                Thread.sleep(IDLE);
                return new NodeRun(start, computing, idle, Memory.of(process.pid()), calls);
            } catch (NotMeasured broken) {
                throw new NotMeasured(broken.getMessage() + ": " + process.lastWords());
            }
        } finally {
            deleteAll(directory);
        }
    }

    /// The costs of processes that a node runs beside each other; the times are those of one after the other.
    NodeRun plus(NodeRun other) {
        return new NodeRun(
                start.plus(other.start),
                computing.plus(other.computing),
                idle.plus(other.idle),
                used.plus(other.used),
                calls.plus(other.calls));
    }

    private static void awaitSockets(DriverProcess process, Path directory, Path socket, List<String> also)
            throws InterruptedException {
        while (!Files.exists(socket) || !also.stream().map(directory::resolve).allMatch(Files::exists)) {
            if (!process.alive()) {
                throw new NotMeasured("the driver ended while it started: " + process.lastWords());
            }
            Thread.sleep(PROBE_PAUSE);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(directory);
    }
}
