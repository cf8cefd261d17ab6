package org.moorage.node.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// Runs the host's programs: an argument vector, an empty environment but for the language and the fixed path, no
/// input, both outputs read to their end and kept up to a limit. Safe for use by several threads.
public final class Tools {
    private static final int MOST_OUTPUT = 64 * 1024;

    private final List<Path> directories;

    public Tools(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /// The program of that name, if this host has it.
    public Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The program of that name.
    ///
    /// @param source the package that it comes in
    /// @throws Failure.Broken this host does not have it
    public Path require(String name, String source) {
        return find(name)
                .orElseThrow(() ->
                        new Failure.Broken(name + " is not installed on this node: install the package " + source));
    }

    /// Runs a program that only looks. At the deadline it is killed.
    ///
    /// @throws Failure.Unfinished the deadline came first
    public Outcome run(Command command, Deadline deadline) {
        var running = Forking.start(() -> start(command));
        try {
            return await(command, running, deadline);
        } finally {
            kill(running.process());
        }
    }

    /// Runs a program that writes to a device. It is not killed when the caller's deadline comes, since what it
    /// leaves half done may be worse than waiting: it goes on until it is done or its own limit is reached.
    ///
    /// @param limit   after how long it is killed all the same
    /// @param onEnd   what to do when it has ended, whether or not the caller is still there
    /// @throws Failure.Unfinished the deadline came first; the program goes on
    public Outcome runToItsEnd(Command command, Duration limit, Runnable onEnd, Deadline deadline) {
        var pending = new AtomicBoolean(true);
        Runnable end = () -> {
            if (pending.getAndSet(false)) {
                onEnd.run();
            }
        };
        var followed = false;
        try {
            var running = Forking.start(() -> start(command));
            var process = running.process();
            var _ = process.onExit()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((_, _) -> {
                        kill(process);
                        end.run();
                    });
            followed = true;
            var outcome = await(command, running, deadline);
            end.run();
            return outcome;
        } finally {
            if (!followed) {
                end.run();
            }
        }
    }

    /// A program that was started and is not waited for.
    ///
    /// @param process what runs
    /// @param outcome how it ended, once it has
    public record Begun(ProcessHandle process, CompletableFuture<Outcome> outcome) {}

    /// Starts a program that may hang on something dead, for longer than any caller waits. Its end is
    /// seen whenever it comes, so that it does not stay behind as a zombie.
    public Begun begin(Command command) {
        var running = Forking.start(() -> start(command));
        var outcome = running.process()
                .onExit()
                .thenApply(ended -> new Outcome(ended.exitValue(), soon(running.output()), soon(running.errors())));
        return new Begun(running.process().toHandle(), outcome);
    }

    /// What a program wrote; one that left a child behind which keeps the output open wrote nothing of note.
    private static String soon(CompletableFuture<String> reading) {
        return reading.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
    }

    /// Kills by the handle: the process's own method would also close its outputs before they are read.
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
    }

    private record Running(Process process, CompletableFuture<String> output, CompletableFuture<String> errors) {}

    private Running start(Command command) {
        var builder = new ProcessBuilder(command.words());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        builder.environment()
                .put(
                        "PATH",
                        String.join(
                                ":", directories.stream().map(Path::toString).toList()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            var process = builder.start();
            try {
                return new Running(process, read(process.getInputStream()), read(process.getErrorStream()));
            } catch (Error noThread) {
                kill(process);
                throw noThread;
            }
        } catch (IOException problem) {
            throw new Failure.Unavailable(
                    command.program() + " could not be started: " + problem.getMessage(), problem);
        }
    }

    private static Outcome await(Command command, Running running, Deadline deadline) {
        var what = command.name() + " of " + String.join(" ", command.arguments());
        var ended = Waiting.interruptibly(
                what, () -> running.process().waitFor(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS));
        if (!ended) {
            throw new Failure.Unfinished(what + " was still running at the deadline");
        }
        return new Outcome(running.process().exitValue(), text(what, running.output()), text(what, running.errors()));
    }

    /// A program may leave a child behind that keeps the output open; what was read by then is not waited for.
    private static String text(String what, CompletableFuture<String> reading) {
        return Waiting.interruptibly(what, () -> {
            try {
                return reading.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException _) {
                throw new Failure.Unavailable(what + " ended, but its output could not be read to the end");
            }
        });
    }

    /// On a platform thread: a program that hangs on a dead device keeps its outputs open, killed or not, and a read of
    /// a pipe would hold one of the few threads that carry the virtual ones.
    private static CompletableFuture<String> read(InputStream stream) {
        var result = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name("tool-output").start(() -> {
            try (stream) {
                var kept = stream.readNBytes(MOST_OUTPUT);
                stream.transferTo(OutputStream.nullOutputStream());
                result.complete(new String(kept, StandardCharsets.UTF_8));
            } catch (IOException problem) {
                result.completeExceptionally(problem);
            }
        });
        return result;
    }
}
