package org.moorage.node.syscall;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Forking;
import org.moorage.node.host.Waiting;

/// System calls on a few platform threads: such a call holds its thread, for ever if the device behind it is dead.
/// A caller waits no longer than its deadline; the call itself cannot be taken back and may still succeed later.
/// Safe for use by several threads.
public final class Kernel implements AutoCloseable {
    private static final int THREADS = 32;
    private static final int O_RDONLY = 0;
    private static final int O_EXCL = 0x80;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    /// Writes what is dirty and drops what is cached of a block device (`linux/fs.h`).
    private static final long BLKFLSBUF = 0x1261;

    /// Sets whether a block device is read-only (`linux/fs.h`).
    private static final long BLKROSET = 0x125d;

    /// The calls that have not returned yet, by what they do.
    private final Map<String, CompletableFuture<?>> hanging = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("kernel-", 1).factory());

    /// mount(2).
    public void mount(Mounting call, Deadline deadline) throws SystemCallException {
        run("mount of " + call.source() + " at " + call.target(), deadline, () -> {
            NativeCalls.mount(call.source(), call.target().toString(), call.type(), call.flags(), call.data());
            return call;
        });
    }

    /// umount2(2), without following a link at the end of the path.
    public void unmount(Path target, Deadline deadline) throws SystemCallException {
        run("unmount of " + target, deadline, () -> {
            NativeCalls.unmount(target.toString(), MountFlag.UNMOUNT_NO_FOLLOW);
            return target;
        });
    }

    /// statfs(2).
    public FileSystemUsage usage(Path path, Deadline deadline) throws SystemCallException {
        return run("statfs of " + path, deadline, () -> NativeCalls.statfs(path.toString()));
    }

    /// Writes out a directory: a file system that has shut itself down says so here.
    public void syncDirectory(Path path, Deadline deadline) throws SystemCallException {
        run("fsync of " + path, deadline, () -> {
            withFile(path, O_RDONLY | O_CLOEXEC, NativeCalls::fsync);
            return path;
        });
    }

    /// Writes out and forgets what the kernel caches of a block device.
    public void flushDevice(Path node, Deadline deadline) throws SystemCallException {
        run("flush of " + node, deadline, () -> {
            withFile(node, O_RDONLY | O_NONBLOCK | O_CLOEXEC, file -> {
                NativeCalls.fsync(file);
                NativeCalls.ioctl(file, BLKFLSBUF);
            });
            return node;
        });
    }

    /// Closes a block device to writing, or opens it again, for all who open it from then on.
    public void protect(Path node, boolean readOnly, Deadline deadline) throws SystemCallException {
        run((readOnly ? "protection of " : "opening to writing of ") + node, deadline, () -> {
            withFile(
                    node,
                    O_RDONLY | O_NONBLOCK | O_CLOEXEC,
                    file -> NativeCalls.ioctl(file, BLKROSET, readOnly ? 1 : 0));
            return node;
        });
    }

    /// Holds a block device so that nobody else can mount it or make a file system on it, until the claim is
    /// closed. The kernel gives one claim at a time, across all mount namespaces: a mounted file system, a running
    /// mkfs or fsck, and device mapper hold one each.
    ///
    /// @param patience how long to wait for whoever holds it
    /// @throws SystemCallException with {@link Errno#EBUSY} if somebody else holds the device all that time
    public Claim claim(Path node, Duration patience, Deadline deadline) throws SystemCallException {
        var attempt = Waiting.until(
                "waiting for " + node,
                deadline.within(patience),
                () -> Optional.of(attempt(node, deadline)).filter(Attempt::decided));
        if (attempt.isEmpty()) {
            throw new SystemCallException("open(2)", Errno.EBUSY);
        }
        return attempt.get().claim();
    }

    private sealed interface Attempt {
        record Claimed(Claim claim) implements Attempt {}

        record Refused(SystemCallException refusal) implements Attempt {}

        default boolean decided() {
            return switch (this) {
                case Claimed _ -> true;
                case Refused(var refusal) -> refusal.errno() != Errno.EBUSY;
            };
        }

        default Claim claim() throws SystemCallException {
            return switch (this) {
                case Claimed(var claim) -> claim;
                case Refused(var refusal) -> throw refusal;
            };
        }
    }

    private Attempt attempt(Path node, Deadline deadline) {
        var opening = start(
                () -> NativeCalls.open(node.toString(), O_RDONLY | O_EXCL | O_CLOEXEC), new CompletableFuture<>());
        try {
            var file = outcome("open of " + node, opening, deadline);
            return new Attempt.Claimed(() -> Forking.giveUp(() -> close(file)));
        } catch (SystemCallException refusal) {
            return new Attempt.Refused(refusal);
        } catch (Failure.Unfinished late) {
            var _ = opening.thenAccept(file -> Forking.giveUp(() -> close(file)));
            throw late;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /// The arguments of mount(2).
    ///
    /// @param data the file system's own options, separated by commas
    public record Mounting(String source, Path target, String type, long flags, String data) {}

    /// A device that is held.
    public interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    private interface NativeStep<T> {
        T run() throws SystemCallException;
    }

    private interface FileStep {
        void run(int file) throws SystemCallException;
    }

    private static void withFile(Path path, int flags, FileStep step) throws SystemCallException {
        var file = NativeCalls.open(path.toString(), flags);
        try {
            step.run(file);
        } finally {
            close(file);
        }
    }

    /// Linux frees a file descriptor whatever close(2) answers, and nothing was written through these.
    private static void close(int file) {
        try {
            NativeCalls.close(file);
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable("a device could not be closed: " + refused.getMessage(), refused);
        }
    }

    /// A call that still hangs when its caller comes back is joined, not made a second time: otherwise one dead
    /// device, asked for over and over, would hold all threads, and with them all volumes of the host.
    @SuppressWarnings("unchecked") // what names the call and its arguments, so its result is always of one type
    private <T> T run(String what, Deadline deadline, NativeStep<T> call) throws SystemCallException {
        var result = new CompletableFuture<T>();
        var earlier = (CompletableFuture<T>) hanging.putIfAbsent(what, result);
        if (earlier != null) {
            return outcome(what, earlier, deadline);
        }
        var _ = start(call, result);
        var _ = result.whenComplete((_, _) -> hanging.remove(what, result));
        return outcome(what, result, deadline);
    }

    private <T> CompletableFuture<T> start(NativeStep<T> call, CompletableFuture<T> result) {
        threads.execute(() -> {
            try {
                result.complete(call.run());
            } catch (SystemCallException | RuntimeException | Error problem) {
                result.completeExceptionally(problem);
            }
        });
        return result;
    }

    private static <T> T outcome(String what, CompletableFuture<T> result, Deadline deadline)
            throws SystemCallException {
        var state = Waiting.interruptibly(what, () -> ended(result, deadline));
        return switch (state) {
            case SUCCESS -> result.resultNow();
            case FAILED -> throw failed(what, result.exceptionNow());
            case RUNNING, CANCELLED ->
                throw new Failure.Unfinished(what + " has not returned by the deadline; is the device still there?");
        };
    }

    private static Future.State ended(CompletableFuture<?> result, Deadline deadline) throws InterruptedException {
        try {
            result.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return result.state();
        }
        return result.state();
    }

    private static SystemCallException failed(String what, Throwable problem) {
        return switch (problem) {
            case SystemCallException refused -> refused;
            case IllegalCallerException _, ExceptionInInitializerError _, NoClassDefFoundError _ ->
                throw new Failure.Broken(
                        what + " is not possible: system calls are not allowed to this process; start it with"
                                + " --enable-native-access=org.moorage.node",
                        problem);
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            default -> throw new AssertionError(what + " failed", problem);
        };
    }
}
