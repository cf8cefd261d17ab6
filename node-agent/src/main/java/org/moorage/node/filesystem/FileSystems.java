package org.moorage.node.filesystem;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Tools;
import org.moorage.node.syscall.Kernel;

/// Makes a device's file system ready to be mounted, and grows it when it is. Safe for use by several threads.
public final class FileSystems {
    private final Probe probe;
    private final Writers writers;
    private final Maker maker;
    private final Checker checker;
    private final Grower grower;

    public FileSystems(Tools tools, Kernel kernel) {
        this.probe = new Probe(tools, kernel);
        this.writers = new Writers(tools);
        this.maker = new Maker(tools, writers);
        this.checker = new Checker(tools, writers);
        this.grower = new Grower(tools, writers, checker, kernel);
    }

    /// Sees to it that the device, which must not be mounted, holds the wanted file system: makes one if the device
    /// is provably blank, checks one that is there, grows it where that is done unmounted.
    ///
    /// @return the type that is there
    /// @throws Failure.Precondition the device holds something else, which is left as it is
    public FsType prepare(BlockDevice device, Wanted wanted, Deadline deadline) {
        writers.requireIdle(device);
        return switch (probe.examine(device, deadline)) {
            case Content.Existing(var type) ->
                existing(device, wanted.require(type, device.node().toString()), wanted, deadline);
            case Content.Blank(var proof) -> {
                requireWritable(device, wanted, "blank");
                maker.make(proof, wanted, deadline);
                yield made(device, wanted, deadline);
            }
            case Content.HalfMade(var proof) -> {
                wanted.require(proof.type(), device.node().toString());
                requireWritable(device, wanted, "not completely formatted");
                maker.makeAgain(proof, wanted, deadline);
                yield made(device, wanted, deadline);
            }
            case Content.Foreign(var finding) -> throw foreign(device, wanted, finding);
        };
    }

    /// Grows the mounted file system to its device's size, if it has not got it.
    ///
    /// @param point where it is mounted so that it can be written to
    public void growMounted(BlockDevice device, FsType type, Path point, Deadline deadline) {
        grower.growMounted(device, type, point, deadline);
    }

    /// Whether the device has room that the file system on it does not use.
    public boolean hasRoom(BlockDevice device, FsType type, Deadline deadline) {
        return grower.hasRoom(device, type, deadline);
    }

    private FsType existing(BlockDevice device, FsType type, Wanted wanted, Deadline deadline) {
        if (type.isExt() && !wanted.readOnly()) {
            checker.check(device, deadline);
            if (grower.hasRoom(device, type, deadline)) {
                grower.growUnmounted(device, deadline);
            }
        }
        return type;
    }

    /// What mkfs says is not trusted: the device is looked at once more.
    private FsType made(BlockDevice device, Wanted wanted, Deadline deadline) {
        if (probe.examine(device, deadline) instanceof Content.Existing(var type) && type == wanted.toMake()) {
            return type;
        }
        throw new Failure.Unavailable(
                "mkfs." + wanted.toMake() + " ended well, but " + device.node() + " does not hold what it was to make");
    }

    private static void requireWritable(BlockDevice device, Wanted wanted, String state) {
        if (wanted.readOnly()) {
            throw new Failure.Precondition(device.node() + " is " + state
                    + ", and read-only access was asked for, for which no file system is made");
        }
    }

    private static Failure foreign(BlockDevice device, Wanted wanted, String finding) {
        return new Failure.Precondition(
                device.node() + " holds no file system that could be mounted, but it is not blank"
                        + " either: " + finding + ". No " + wanted.toMake()
                        + " was made and nothing was changed. If what is there"
                        + " may be lost (a mkfs that was cut off leaves such a device), write zeros over it"
                        + " (blkdiscard -z -f " + device.node() + ") and try again");
    }
}
