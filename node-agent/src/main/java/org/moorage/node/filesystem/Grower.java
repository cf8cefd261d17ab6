package org.moorage.node.filesystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.syscall.Kernel;

/// Grows a file system to the size of its device. Nothing is ever shrunk.
final class Grower {
    private static final Duration LIMIT = Duration.ofHours(2);

    /// What mkfs may leave unused at the end of a device, since a last group would be too small to be of use.
    private static final long SLACK = 16L << 20;

    private static final String DEMANDS_CHECK = "run 'e2fsck -f";
    private static final String DENIED = "Permission denied to resize filesystem";

    private final Tools tools;
    private final Writers writers;
    private final Checker checker;
    private final Kernel kernel;

    Grower(Tools tools, Writers writers, Checker checker, Kernel kernel) {
        this.kernel = kernel;
        this.tools = tools;
        this.writers = writers;
        this.checker = checker;
    }

    /// Whether the device has room that the file system on it does not use.
    boolean hasRoom(BlockDevice device, FsType type, Deadline deadline) {
        return Superblock.size(new DeviceReader(device, kernel, deadline), type)
                .filter(size -> device.size().count() - size.count() >= SLACK)
                .isPresent();
    }

    /// Grows an ext file system that is not mounted, which needs no capability. A whole check comes first if
    /// resize2fs demands it: one that a call before this one has begun, and that ended after it, counts.
    void growUnmounted(BlockDevice device, Deadline deadline) {
        var outcome = resize(device, deadline);
        if (outcome.code() != 0 && outcome.said().contains(DEMANDS_CHECK)) {
            checker.checkWhole(device, deadline);
            outcome = resize(device, deadline);
        }
        if (outcome.code() != 0) {
            throw failed(device, "resize2fs", outcome);
        }
    }

    /// Grows a mounted file system; if it has its size already, nothing happens.
    ///
    /// @param point where it is mounted so that it can be written to
    /// @throws Failure.Denied the kernel grows a mounted ext file system only for those with `CAP_SYS_RESOURCE`
    void growMounted(BlockDevice device, FsType type, Path point, Deadline deadline) {
        switch (type) {
            case EXT2, EXT3, EXT4 -> growMountedExt(device, type, deadline);
            case XFS -> require(device, command("xfs_growfs", type, "-d", point.toString()), deadline);
            case BTRFS ->
                require(device, command("btrfs", type, "filesystem", "resize", "max", point.toString()), deadline);
        }
    }

    private void growMountedExt(BlockDevice device, FsType type, Deadline deadline) {
        if (!hasRoom(device, type, deadline)) {
            return;
        }
        var outcome = resize(device, deadline);
        if (outcome.code() != 0 && outcome.said().contains(DENIED)) {
            throw new Failure.Denied(
                    "the mounted " + type + " on " + device.node() + " was not grown: the kernel demands"
                            + " the capability CAP_SYS_RESOURCE for that, which this process lacks. Give it to the node"
                            + " service, or stage the volume anew: it is grown before it is mounted");
        }
        if (outcome.code() != 0) {
            throw failed(device, "resize2fs", outcome);
        }
    }

    private Outcome resize(BlockDevice device, Deadline deadline) {
        var resize = command("resize2fs", FsType.EXT4, device.node().toString());
        return writers.run(device, writers.tending(resize, LIMIT), deadline);
    }

    private void require(BlockDevice device, Command command, Deadline deadline) {
        var outcome = writers.run(device, writers.tending(command, LIMIT), deadline);
        if (outcome.code() != 0) {
            throw failed(device, command.name(), outcome);
        }
    }

    private Command command(String tool, FsType type, String... arguments) {
        return new Command(tools.require(tool, type.source()), List.of(arguments));
    }

    private static Failure failed(BlockDevice device, String tool, Outcome outcome) {
        return new Failure.Unavailable(
                "the file system on " + device.node() + " was not grown: " + tool + " ended with " + outcome.said());
    }
}
