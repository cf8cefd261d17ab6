package org.moorage.node.syscall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;

/// System calls to one file system of the network. They are made one after the other, so that a server
/// that is away holds one thread however often it is asked, and none of another volume's. Safe for use
/// by several threads. All throw {@link Failure.Unfinished} when there was no answer by the deadline.
public final class RemoteFileSystem {
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;

    /// Two flags of open(2) have other numbers on 64-bit ARM (`asm/fcntl.h`).
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    private static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    private static final int DIRECTORY = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

    private static final int NEW_DIRECTORY = 0755;
    private static final int MODE_BITS = 07777;

    private final CallThreads threads;
    private final String name;

    RemoteFileSystem(CallThreads threads, String name) {
        this.threads = threads;
        this.name = name;
    }

    /// statfs(2), for which the server is asked each time.
    public FileSystemUsage usage(Path path, Deadline deadline) throws SystemCallException {
        return threads.inTurn(name, "statfs of " + path, () -> NativeCalls.statfs(path.toString()), deadline);
    }

    /// Asks for the root's attributes, past all that is cached. statfs(2) alone may be answered by a
    /// server that keeps no files, or for a client that is shut out already; this is not.
    public void ask(Path path, Deadline deadline) throws SystemCallException {
        threads.inTurn(
                name,
                "statx of " + path,
                () -> {
                    NativeCalls.askAttributes(path.toString());
                    return path;
                },
                deadline);
    }

    /// mount(2) upon this file system.
    public void mount(Kernel.Mounting call, Deadline deadline) throws SystemCallException {
        threads.inTurn(
                name,
                "mount of " + call.source() + " at " + call.target(),
                () -> {
                    NativeCalls.mount(call.source(), call.target().toString(), call.type(), call.flags(), call.data());
                    return call;
                },
                deadline);
    }

    /// Shows a directory below the root elsewhere, without following a symbolic link on the way.
    ///
    /// @param below the way from the root; empty for the root itself
    /// @throws SystemCallException {@link Errno#ENOTDIR} where a link or no directory is on the way
    public void bind(Path root, Path below, Path target, Deadline deadline) throws SystemCallException {
        threads.inTurn(
                name,
                "bind of " + root.resolve(below) + " to " + target,
                () -> within(root, below, false, directory -> {
                    NativeCalls.mount(directory.toString(), target.toString(), "none", MountFlag.BIND, "");
                    return target;
                }),
                deadline);
    }

    /// Makes a directory below the root, and those on the way, where they are not there, without
    /// following a symbolic link; and gives it permissions where they differ.
    ///
    /// @param below the way from the root; empty for the root itself
    /// @param mode  the permissions; empty leaves them
    public void prepare(Path root, Path below, OptionalInt mode, Deadline deadline) throws SystemCallException {
        threads.inTurn(
                name,
                "preparing " + root.resolve(below),
                () -> within(root, below, true, directory -> {
                    if (mode.isPresent() && mode(directory) != mode.getAsInt()) {
                        NativeCalls.chmod(directory.toString(), mode.getAsInt());
                    }
                    return root;
                }),
                deadline);
    }

    private interface Step {
        Path run(Path directory) throws SystemCallException;
    }

    /// The kernel's link to an open directory stands for the directory itself: what is put in its place
    /// meanwhile changes nothing.
    private static Path within(Path root, Path below, boolean making, Step step) throws SystemCallException {
        var open = NativeCalls.open(root.toString(), DIRECTORY);
        try {
            for (var part : below) {
                if (!part.toString().isEmpty()) {
                    var next = child(link(open).resolve(part), making);
                    close(open);
                    open = next;
                }
            }
            return step.run(link(open));
        } finally {
            close(open);
        }
    }

    private static Path link(int file) {
        return Path.of("/proc/self/fd", Integer.toString(file));
    }

    private static int child(Path path, boolean making) throws SystemCallException {
        try {
            return NativeCalls.open(path.toString(), DIRECTORY);
        } catch (SystemCallException refused) {
            if (!making || refused.errno() != Errno.ENOENT) {
                throw refused;
            }
        }
        try {
            NativeCalls.mkdir(path.toString(), NEW_DIRECTORY);
        } catch (SystemCallException refused) {
            // Another node may have made it at the same moment.
            if (refused.errno() != Errno.EEXIST) {
                throw refused;
            }
        }
        return NativeCalls.open(path.toString(), DIRECTORY);
    }

    private static int mode(Path directory) throws SystemCallException {
        try {
            return (int) Files.getAttribute(directory, "unix:mode") & MODE_BITS;
        } catch (IOException _) {
            throw new SystemCallException("stat(2)", Errno.EIO);
        }
    }

    private static void close(int file) {
        try {
            NativeCalls.close(file);
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable("a directory could not be closed: " + refused.getMessage(), refused);
        }
    }
}
