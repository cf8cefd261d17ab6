package org.moorage.demo;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Runs the walk: the server in a process of its own, one line for each step, all taken away again.
final class Demo {
    private static final Duration LATEST_KILL = Duration.ofMillis(600);

    private final Progress progress;
    private final DemoCloud cloud;
    private final Path launcher;
    private final Path directory;
    private final Kill kill;
    private final Random random = new Random();

    /// @param launcher  `bin/cinder-csi-plugin` of the package to show
    /// @param directory an empty directory for the demo's own files
    /// @param kill      when the server is killed, to go on with another
    Demo(Progress progress, DemoCloud cloud, Path launcher, Path directory, Kill kill) {
        this.progress = progress;
        this.cloud = cloud;
        this.launcher = launcher;
        this.directory = directory;
        this.kill = kill;
    }

    /// Whether every step showed what it must.
    boolean run() {
        var began = System.nanoTime();
        progress.say("cloud: " + cloud.description());
        var mounts = NodeDevices.mayMount();
        if (mounts) {
            cloud.node().flatMap(DemoCloud.Node::devices).ifPresent(NodeDevices::show);
        } else {
            progress.say("only root may mount, and you are not, or mount namespaces are forbidden here:"
                    + " the controller's part alone is shown");
        }
        try (var server = ServerProcess.start(launcher, cloud, directory);
                var csi = new CsiClient(server.socket())) {
            var prefix = "moorage-demo-" + ProcessHandle.current().pid() + "-";
            var walk = new Walk(
                    csi,
                    cloud,
                    new Sidecars(csi, Map.of()),
                    new Kubelet(csi, directory.resolve("kubelet")),
                    mounts,
                    prefix);
            var whole = run(walk, server, csi);
            if (!whole) {
                walk.undo();
                server.lastLines(20).forEach(line -> progress.say("  | " + line));
            }
            var seconds = (System.nanoTime() - began) / 1_000_000_000.0;
            progress.say("%d steps passed%s in %.1f s"
                    .formatted(progress.passedSteps(), whole ? "" : ", one failed,", seconds));
            return whole;
        }
    }

    private boolean run(Walk walk, ServerProcess server, CsiClient csi) {
        if (!step(new Step("start the CSI server", () -> {
            csi.awaitReady(server::alive);
            return server.socket().toString();
        }))) {
            return false;
        }
        for (var step : walk.steps()) {
            var passed = kill == Kill.DURING ? stepWithKill(step, server, csi) : step(step);
            if (!passed) {
                return false;
            }
            if (kill == Kill.BETWEEN) {
                replace(server, csi);
            }
        }
        return true;
    }

    private boolean stepWithKill(Step step, ServerProcess server, CsiClient csi) {
        var delay = Duration.ofMillis(random.nextLong(LATEST_KILL.toMillis()));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var killed = executor.submit(() -> {
                Thread.sleep(delay);
                replace(server, csi);
                return delay;
            });
            var passed = step(step);
            progress.say("                killed after " + killed.get().toMillis() + " ms");
            return passed;
        } catch (ExecutionException failure) {
            throw new StepFailed("the server could not be replaced: " + failure.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    private static void replace(ServerProcess server, CsiClient csi) {
        server.killAndRestart();
        csi.reconnect();
        csi.awaitReady(server::alive);
    }

    private boolean step(Step step) {
        progress.begin(step.title());
        var requestsBefore = cloud.requests();
        var began = System.nanoTime();
        try {
            var seen = step.action().run();
            var requests = requests(requestsBefore);
            progress.passed(step.title(), since(began), seen + requests);
            return true;
        } catch (StatusRuntimeException failure) {
            progress.failed(step.title(), since(began), CsiClient.describe(failure));
        } catch (Exception failure) {
            var message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
            progress.failed(step.title(), since(began), message);
        }
        return false;
    }

    private String requests(Optional<Long> before) {
        return before.flatMap(then -> cloud.requests().map(now -> now - then))
                .filter(count -> count > 0)
                .map(count -> " [" + count + (count == 1 ? " request]" : " requests]"))
                .orElse("");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
