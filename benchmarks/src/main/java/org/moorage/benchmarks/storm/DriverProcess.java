package org.moorage.benchmarks.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A driver as a process of its own.
public final class DriverProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final Path socket;
    private final Path log;

    private DriverProcess(Process process, Path socket, Path log) {
        this.process = process;
        this.socket = socket;
        this.log = log;
    }

    /// Starts a driver; {@link Csi#awaitReady} tells when it serves.
    ///
    /// @param command program and arguments, the endpoint among them
    /// @param socket  where it will serve, for {@link #socket}
    /// @param log     takes what it writes
    public static DriverProcess start(List<String> command, Path socket, Path log) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new DriverProcess(process, socket, log);
    }

    /// Starts a controller with the arguments of the Go driver's manifests.
    ///
    /// @param directory where its socket and its log lie
    /// @param partner   the socket of a node plugin, for who needs one
    static DriverProcess start(Contender contender, Path cloudConf, Path partner, Path directory) throws IOException {
        var socket = directory.resolve("csi.sock");
        var log = directory.resolve("driver.log");
        var command = new ArrayList<>(
                List.of(contender.program().toString(), "--endpoint=unix://" + socket, "--provide-node-service=false"));
        command.addAll(
                switch (contender.subject()) {
                    case VOLUMES -> List.of("--cloud-config=" + cloudConf, "--cluster=storm");
                    case SHARES ->
                        List.of(
                                "--share-protocol-selector=NFS",
                                "--drivername=nfs.manila.csi.openstack.org",
                                "--cluster-id=storm",
                                "--fwdendpoint=unix://" + partner);
                });
        return start(command, socket, log);
    }

    /// Where it serves.
    public Path socket() {
        return socket;
    }

    /// Whether it still runs.
    public boolean alive() {
        return process.isAlive();
    }

    /// The process id.
    public long pid() {
        return process.pid();
    }

    /// The processor time used so far.
    public Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// The most memory that was resident at one time, in MiB (proc(5), VmHWM).
    long peakMemory() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    /// The end of its log, for a reader who wants to know why.
    public String lastWords() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
