package org.moorage.node.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Host;
import org.moorage.node.host.Undo;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.MountFlag;
import org.moorage.node.syscall.SystemCallException;

/// Mounts and unmounts. What the kernel answered is never trusted alone: callers read the mount table again. Safe
/// for use by several threads.
public final class Mounts {
    /// How long taking back a mount may last when the caller's own time is over.
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(20);

    private static final String MISSING_RIGHT = ": the capability CAP_SYS_ADMIN is missing, or a security profile"
            + " forbids it; run the node service privileged";
    private static final String NOT_UNDERSTOOD =
            ": a mount option is unknown to this file system, or it is damaged; the kernel's log says more";

    private final Host host;
    private final Kernel kernel;

    public Mounts(Host host, Kernel kernel) {
        this.host = host;
        this.kernel = kernel;
    }

    /// What is mounted now.
    public MountTable table() {
        return MountTable.read(host);
    }

    /// Mounts the file system on a device, and enters that.
    public void mount(BlockDevice device, String type, MountOptions options, Path point, Undo undo, Deadline deadline) {
        var taken = knowsLabels() ? options : options.withoutLabels();
        var call = new Kernel.Mounting(
                device.node().toString(), point, type, taken.flags(), String.join(",", taken.data()));
        undo.add(() -> unmountLayer(point, device, deadline));
        perform("mounting " + type + " of " + device.node() + " at " + point, call, deadline);
    }

    /// Whether SELinux is on: the kernel has its file system then.
    private boolean knowsLabels() {
        try {
            return Files.readString(host.proc().resolve("filesystems")).contains("\tselinuxfs\n");
        } catch (IOException _) {
            return false;
        }
    }

    /// Shows at `target` what is at `source`, and enters that.
    public void bind(Path source, Path target, BlockDevice device, Undo undo, Deadline deadline) {
        var call = new Kernel.Mounting(source.toString(), target, "none", MountFlag.BIND, "");
        undo.add(() -> unmountLayer(target, device, deadline));
        perform("binding " + source + " to " + target, call, deadline);
    }

    /// Makes one bind mount read-only; other mounts of the same file system stay as they are.
    public void makeReadOnly(MountEntry entry, Deadline deadline) {
        var flags =
                MountOptions.parse(entry.options()).flags() | MountFlag.BIND | MountFlag.REMOUNT | MountFlag.READ_ONLY;
        var call = new Kernel.Mounting("none", entry.point(), "none", flags, "");
        perform("making " + entry.point() + " read-only", call, deadline);
    }

    /// Unmounts all that is stacked at a path, and looks whether it is gone.
    ///
    /// @throws Failure.Unavailable something is still in use there
    public void unmountAll(Path point, Deadline deadline) {
        for (var layers = table().at(point); !layers.isEmpty(); layers = fewer(layers, point)) {
            unmount(point, deadline);
        }
    }

    private List<MountEntry> fewer(List<MountEntry> before, Path point) {
        var now = table().at(point);
        if (now.size() >= before.size()) {
            throw new Failure.Unavailable(point + " was unmounted, and is mounted still: "
                    + now.getLast().describe());
        }
        return now;
    }

    private void unmount(Path point, Deadline deadline) {
        try {
            kernel.unmount(point, deadline);
        } catch (SystemCallException refused) {
            throw unmountFailure(point, refused);
        }
    }

    private void unmountLayer(Path point, BlockDevice device, Deadline deadline) {
        var limit = Deadline.after(UNDO_LIMIT, deadline.clock());
        var ours = table().top(point)
                .filter(entry -> entry.isFileSystemOf(device) || entry.isNodeOf(device))
                .isPresent();
        if (ours) {
            unmount(point, limit);
        }
    }

    private void perform(String what, Kernel.Mounting call, Deadline deadline) {
        try {
            kernel.mount(call, deadline);
        } catch (SystemCallException refused) {
            throw mountFailure(what, refused);
        }
    }

    private static Failure mountFailure(String what, SystemCallException refused) {
        var message = what + ": " + refused.getMessage();
        return switch (refused.errno()) {
            case Errno.EPERM, Errno.EACCES -> new Failure.Denied(message + MISSING_RIGHT);
            case Errno.EINVAL -> new Failure.Precondition(message + NOT_UNDERSTOOD);
            case Errno.ENODEV -> new Failure.Precondition(message + ": this kernel does not have that file system");
            case Errno.EUCLEAN ->
                new Failure.Precondition(message + ": the file system is damaged; repair it by hand and try again");
            case Errno.EROFS -> new Failure.Precondition(message + ": the device can only be read");
            default -> new Failure.Unavailable(message, refused);
        };
    }

    private static Failure unmountFailure(Path point, SystemCallException refused) {
        var message = "unmounting " + point + ": " + refused.getMessage();
        return switch (refused.errno()) {
            case Errno.EPERM, Errno.EACCES -> new Failure.Denied(message + MISSING_RIGHT);
            case Errno.EBUSY -> new Failure.Unavailable(message + ": a process still uses it");
            default -> new Failure.Unavailable(message, refused);
        };
    }
}
