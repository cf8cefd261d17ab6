package org.moorage.node.syscall;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Forking;
import org.moorage.node.host.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// System calls, each within its caller's deadline. A call that hangs cannot be taken back and may still succeed
/// later; {@link CallThreads} keeps it from harming others. Safe for use by several threads.
public final class Kernel implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Kernel.class);
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_EXCL = 0x80;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    /// Writes what is dirty and drops what is cached of a block device (`linux/fs.h`).
    private static final long BLKFLSBUF = 0x1261;

    /// Sets whether a block device is read-only (`linux/fs.h`).
    private static final long BLKROSET = 0x125d;

    private static final int LOG_BYTES = 32 * 1024;

    /// How long giving up a device may keep others from starting processes.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    /// A thread for each: a close must not find the others taken, or the device would stay held.
    private static final Executor CLOSERS = Thread.ofPlatform().daemon().name("kernel-close-", 1)::start;

    private final CallThreads threads = new CallThreads();

    /// mount(2).
    public void mount(Mounting call, Deadline deadline) throws SystemCallException {
        threads.joined(
                "mount of " + call.source() + " at " + call.target(),
                () -> {
                    NativeCalls.mount(call.source(), call.target().toString(), call.type(), call.flags(), call.data());
                    return call;
                },
                deadline);
    }

    /// umount2(2), without following a link at the end of the path.
    public void unmount(Path target, Deadline deadline) throws SystemCallException {
        threads.joined(
                "unmount of " + target,
                () -> {
                    NativeCalls.unmount(target.toString(), MountFlag.UNMOUNT_NO_FOLLOW);
                    return target;
                },
                deadline);
    }

    /// statfs(2).
    public FileSystemUsage usage(Path path, Deadline deadline) throws SystemCallException {
        return threads.joined("statfs of " + path, () -> NativeCalls.statfs(path.toString()), deadline);
    }

    /// The calls to a file system whose server may be away.
    ///
    /// @param name what tells it from the others of this host
    public RemoteFileSystem remote(String name) {
        return new RemoteFileSystem(threads, name);
    }

    /// The end of the kernel's log (syslog(2)), each line with the seconds since the host's start before it.
    public String log(Deadline deadline) throws SystemCallException {
        return threads.inTurn(
                "kernel's log",
                "reading the kernel's log",
                () -> new String(NativeCalls.kernelLog(LOG_BYTES), StandardCharsets.UTF_8),
                deadline);
    }

    /// Writes out a directory: a file system that has shut itself down says so here.
    public void syncDirectory(Path path, Deadline deadline) throws SystemCallException {
        threads.joined(
                "fsync of " + path,
                () -> withFile(path, O_RDONLY | O_CLOEXEC, file -> {
                    NativeCalls.fsync(file);
                    return path;
                }),
                deadline);
    }

    /// Gives an order to the kernel: a text written to one of its own files.
    public void order(Path file, String text, Deadline deadline) throws SystemCallException {
        threads.joined(
                "writing " + text + " to " + file,
                () -> withFile(file, O_WRONLY | O_CLOEXEC, open -> NativeCalls.write(open, text)),
                deadline);
    }

    /// Reads from a block device.
    ///
    /// @return as many bytes as asked for, or fewer where the device ends
    public byte[] read(Path node, long offset, int length, Deadline deadline) throws SystemCallException {
        return onDevice(node, "read", O_RDONLY, file -> NativeCalls.read(file, offset, length), deadline);
    }

    /// Writes out and forgets what the kernel caches of a block device.
    public void flushDevice(Path node, Deadline deadline) throws SystemCallException {
        onDevice(
                node,
                "flush",
                O_NONBLOCK,
                file -> {
                    NativeCalls.fsync(file);
                    NativeCalls.ioctl(file, BLKFLSBUF);
                    return node;
                },
                deadline);
    }

    /// Closes a block device to writing, or opens it again, for all who open it from then on.
    public void protect(Path node, boolean readOnly, Deadline deadline) throws SystemCallException {
        onDevice(
                node,
                readOnly ? "protection" : "opening to writing",
                O_NONBLOCK,
                file -> {
                    NativeCalls.ioctl(file, BLKROSET, readOnly ? 1 : 0);
                    return node;
                },
                deadline);
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
        var what = "open of " + node;
        var opening = threads.begin(
                node.toString(),
                what,
                () -> NativeCalls.open(node.toString(), O_RDONLY | O_EXCL | O_CLOEXEC),
                deadline);
        try {
            var file = CallThreads.outcome(what, opening, deadline);
            return new Attempt.Claimed(() -> giveUp(node, file));
        } catch (SystemCallException refusal) {
            return new Attempt.Refused(refusal);
        } catch (Failure.Unfinished late) {
            var _ = opening.thenAccept(file -> giveUp(node, file));
            throw late;
        }
    }

    /// Closes what held a device. If something was still to be written to it and the device is dead, that hangs: then
    /// it goes on by itself, and neither the caller nor those who start processes wait for it.
    private static void giveUp(Path node, int file) {
        Forking.giveUp(() -> {
            var closing = CompletableFuture.runAsync(() -> close(file), CLOSERS);
            Waiting.uninterrupted(() -> awaitClosed(node, closing));
        });
    }

    private static void awaitClosed(Path node, CompletableFuture<Void> closing) {
        try {
            CallThreads.outcome("close of " + node, closing, Deadline.after(CLOSE_LIMIT, InstantSource.system()));
        } catch (Failure.Unfinished | SystemCallException _) {
            log.atWarn().addKeyValue("device", node).log("a device is slow to be given up");
        }
    }

    @Override
    public void close() {
        threads.close();
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

    private interface FileStep<T> {
        T run(int file) throws SystemCallException;
    }

    private <T> T onDevice(Path node, String what, int flags, FileStep<T> step, Deadline deadline)
            throws SystemCallException {
        return threads.inTurn(
                node.toString(),
                what + " of " + node,
                () -> withFile(node, O_RDONLY | O_CLOEXEC | flags, step),
                deadline);
    }

    private static <T> T withFile(Path path, int flags, FileStep<T> step) throws SystemCallException {
        var file = NativeCalls.open(path.toString(), flags);
        try {
            return step.run(file);
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
}
