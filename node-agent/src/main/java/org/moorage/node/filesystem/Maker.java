package org.moorage.node.filesystem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Command;
import org.moorage.node.host.Tools;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes file systems, and only where there is proof that nothing can be lost.
///
/// **If mkfs is cut off** (by SIGKILL, a reset of the node, its limit), what it leaves is one of these, and each is
/// safe, since nobody can have mounted the device and written to it before mkfs ended:
///
/// - ext2, ext3, ext4: mke2fs writes the first superblock last, after all else has reached the device. Before that
///   the device has no signature. If what had been written is not seen by {@link Surface}, the device counts as
///   blank and mkfs runs again; if it is seen, the device is refused with what to do.
/// - xfs: the superblock is marked as in progress until the end. btrfs: the superblock has a magic of its own until
///   the end. Both marks prove that mkfs was cut off, so it runs again, this time with leave to overwrite.
/// - mkfs goes on although its caller was killed: it holds the device for itself, so the next call finds it in use
///   and comes back later.
final class Maker {
    private static final Logger log = LoggerFactory.getLogger(Maker.class);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Tools tools;
    private final Writers writers;

    Maker(Tools tools, Writers writers) {
        this.tools = tools;
        this.writers = writers;
    }

    /// Makes a file system on a blank device.
    ///
    /// @throws Failure.Broken       the tool is missing
    /// @throws Failure.Precondition the tool refused or failed
    /// @throws Failure.Unfinished   the deadline came first; the tool goes on
    void make(BlankDevice blank, Wanted wanted, Deadline deadline) {
        run(blank.device(), wanted, List.of(), deadline);
    }

    /// Makes a file system where a mkfs of the same type was cut off.
    void makeAgain(UnfinishedMaking unfinished, Wanted wanted, Deadline deadline) {
        run(unfinished.device(), wanted, List.of("-f"), deadline);
    }

    private void run(BlockDevice device, Wanted wanted, List<String> further, Deadline deadline) {
        var type = wanted.toMake();
        var words = new ArrayList<>(type.makerArguments());
        words.addAll(MakerOptions.of(type, wanted.formatting()));
        var maker = tools.require(type.maker(), type.source());
        wanted.formatting()
                .xfsKernel()
                .ifPresent(kernel -> words.addAll(XfsFeatures.without(kernel, tools, maker, deadline)));
        words.addAll(further);
        words.add(device.node().toString());
        log.atInfo()
                .addKeyValue("device", device.node())
                .addKeyValue("fs_type", type)
                .log("making a file system");
        var outcome = writers.run(device, writers.making(new Command(maker, words), LIMIT), deadline);
        if (outcome.code() != 0) {
            throw new Failure.Precondition(
                    type.maker() + " could not make a file system on " + device.node() + ": " + outcome.said());
        }
    }
}
