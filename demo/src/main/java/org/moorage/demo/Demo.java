package org.moorage.demo;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Runs the walk: servers in processes of their own, one line for each step, all taken away again.
final class Demo {
    private static final Duration LATEST_KILL = Duration.ofMillis(600);

    private final Progress progress;
    private final DemoCloud cloud;
    private final Scene scene;
    private final Kill kill;
    private final StopSignal stop;
    private final Random random = new Random();

    /// @param scene what is shown, its servers started
    /// @param kill  when servers are killed, to go on with others
    /// @param stop  what breaks the walk off
    Demo(Progress progress, DemoCloud cloud, Scene scene, Kill kill, StopSignal stop) {
        this.progress = progress;
        this.cloud = cloud;
        this.scene = scene;
        this.kill = kill;
        this.stop = stop;
    }

    /// Whether every step showed what it must.
    boolean run() {
        var began = System.nanoTime();
        progress.say("cloud: " + cloud.description());
        scene.remarks().forEach(progress::say);
        var whole = walk();
        stop.endWalk();
        if (!whole) {
            undo();
        }
        var seconds = (System.nanoTime() - began) / 1_000_000_000.0;
        progress.say("%d steps passed%s in %.1f s"
                .formatted(
                        progress.passedSteps(),
                        whole ? "" : ", one " + (stop.given() ? "was broken off," : "failed,"),
                        seconds));
        return whole;
    }

    private void undo() {
        if (stop.given()) {
            progress.say("told to stop: what was made is taken away");
        } else {
            for (var plugin : scene.plugins()) {
                plugin.process().lastLines(20).forEach(line -> progress.say("  | " + line));
            }
        }
        try {
            // Who stops a whole group of processes has stopped the servers, too.
            Plugin.replace(scene.plugins().stream()
                    .filter(plugin -> !plugin.process().alive())
                    .toList());
            scene.undo();
        } catch (StepFailed failure) {
            progress.say("not all could be taken away: " + failure.getMessage());
        }
    }

    private boolean walk() {
        try {
            return allSteps();
        } catch (StepFailed failure) {
            progress.say(String.valueOf(failure.getMessage()));
            return false;
        }
    }

    private boolean allSteps() {
        for (var plugin : scene.plugins()) {
            if (!step(new Step("start the CSI server", () -> {
                plugin.awaitReady();
                return plugin.process().socket().toString();
            }))) {
                return false;
            }
        }
        for (var step : scene.steps()) {
            var passed = kill == Kill.DURING ? stepWithKill(step) : step(step);
            if (!passed) {
                return false;
            }
            if (kill == Kill.BETWEEN) {
                Plugin.replace(scene.plugins());
            }
        }
        return true;
    }

    private boolean stepWithKill(Step step) {
        var delay = Duration.ofMillis(random.nextLong(LATEST_KILL.toMillis()));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var killed = executor.submit(() -> {
                Thread.sleep(delay);
                Plugin.replace(scene.plugins());
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

    private boolean step(Step step) {
        progress.begin(step.title());
        var requestsBefore = scene.requests();
        var began = System.nanoTime();
        try {
            var seen = step.action().run();
            var requests = requests(requestsBefore);
            progress.passed(step.title(), since(began), seen + requests);
            return true;
        } catch (StatusRuntimeException failure) {
            broken(step, began, CsiClient.describe(failure));
        } catch (Exception failure) {
            var message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
            broken(step, began, message);
        }
        return false;
    }

    private void broken(Step step, long began, String reason) {
        if (stop.given()) {
            progress.stopped(step.title(), since(began));
        } else {
            progress.failed(step.title(), since(began), reason);
        }
    }

    private String requests(Optional<Long> before) {
        return before.flatMap(then -> scene.requests().map(now -> now - then))
                .filter(count -> count > 0)
                .map(count -> " [" + count + (count == 1 ? " request]" : " requests]"))
                .orElse("");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
