package org.moorage.node.network;

import java.time.Duration;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.FileSystemUsage;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.RemoteFileSystem;
import org.moorage.node.syscall.SystemCallException;

/// Touches file systems of the network, whose servers may be away: nobody else does. The mount
/// table, which the kernel alone answers for, tells what there is to touch.
final class Touch {
    /// How long a server may take before it is taken for silent, where its answer is not all that a
    /// call is for.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Kernel kernel;

    Touch(Kernel kernel) {
        this.kernel = kernel;
    }

    /// How a file system answers.
    sealed interface Answer {
        /// It serves.
        record Alive(FileSystemUsage usage) implements Answer {}

        /// This mount will not serve again by itself: it must be made anew.
        record Stale(String why) implements Answer {}

        /// It refuses for now.
        record Failing(String why) implements Answer {}

        /// It does not answer in time.
        record Silent(String why) implements Answer {}
    }

    /// The calls to the file system of that mount. Its mounts share them, and a new mount after it
    /// has died does not.
    RemoteFileSystem fileSystem(MountEntry entry) {
        return kernel.remote("file system " + entry.device());
    }

    /// Asks the file system of a mount for its figures and its root.
    ///
    /// @throws Failure.Unfinished the caller went away
    Answer ask(MountEntry entry, Duration patience, Deadline deadline) {
        var limit = deadline.within(patience);
        var remote = fileSystem(entry);
        try {
            var usage = remote.usage(entry.point(), limit);
            remote.ask(entry.point(), limit);
            return new Answer.Alive(usage);
        } catch (SystemCallException refused) {
            var why = String.valueOf(refused.getMessage());
            return isStale(entry, refused) ? new Answer.Stale(why) : new Answer.Failing(why);
        } catch (Failure.Unfinished late) {
            if (Thread.currentThread().isInterrupted()) {
                throw late;
            }
            return new Answer.Silent("no answer within " + Math.max(1, patience.toSeconds()) + " s");
        }
    }

    private static boolean isStale(MountEntry entry, SystemCallException refused) {
        return switch (refused.errno()) {
            // A handle that the server no longer knows; a FUSE process that has ended; a client that Ceph shut out.
            case Errno.ESTALE, Errno.ENOTCONN, Errno.ESHUTDOWN -> true;
            // Everybody may ask for a root, which is there: Ceph has rejected the session of this mount.
            case Errno.EACCES, Errno.EPERM, Errno.ENOENT -> NetworkTypes.isCeph(entry.type());
            default -> false;
        };
    }

    /// What to do about a file system that does not serve.
    static String cure(Answer answer) {
        return switch (answer) {
            case Answer.Alive _ -> "nothing";
            case Answer.Stale _ ->
                "the share or the rule that lets this node in was taken away, or the process that mounted it ended; give"
                        + " the rule back, and start the pods anew";
            case Answer.Failing _, Answer.Silent _ ->
                "see that the server runs and that this node's network reaches it";
        };
    }

    /// What is wrong; empty words when nothing is.
    static String why(Answer answer) {
        return switch (answer) {
            case Answer.Alive _ -> "";
            case Answer.Stale(var why) -> why;
            case Answer.Failing(var why) -> why;
            case Answer.Silent(var why) -> why;
        };
    }
}
