package org.moorage.node.filesystem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;

/// Checks ext file systems before they are mounted, and repairs what can be repaired without a decision. Xfs and
/// btrfs need no such check: their journals are replayed by the mount.
final class Checker {
    private static final Duration LIMIT = Duration.ofHours(2);

    /// Bits of the exit code (e2fsck(8)).
    private static final int UNCORRECTED = 4;

    private static final int OPERATIONAL = 8;
    private static final int HARMLESS = 3;

    private final Tools tools;
    private final Writers writers;

    Checker(Tools tools, Writers writers) {
        this.tools = tools;
        this.writers = writers;
    }

    /// Replays the journal and repairs what is safe to repair.
    ///
    /// @throws Failure.Precondition the file system has damage that needs a decision
    /// @throws Failure.Unavailable  the check itself failed
    void check(BlockDevice device, Deadline deadline) {
        run(device, List.of("-p"), deadline);
    }

    /// The same although the file system says that it is clean: growing it unmounted demands that.
    void checkWhole(BlockDevice device, Deadline deadline) {
        run(device, List.of("-f", "-p"), deadline);
    }

    private void run(BlockDevice device, List<String> arguments, Deadline deadline) {
        var words = new ArrayList<>(arguments);
        words.add(device.node().toString());
        var checker = tools.require("e2fsck", "e2fsprogs");
        var outcome = writers.run(device, writers.tending(new Command(checker, words), LIMIT), deadline);
        if ((outcome.code() & ~HARMLESS) != 0) {
            throw failure(device, outcome);
        }
    }

    private static Failure failure(BlockDevice device, Outcome outcome) {
        if ((outcome.code() & ~HARMLESS & ~UNCORRECTED) == 0) {
            return new Failure.Precondition("the file system on " + device.node()
                    + " has damage that cannot be repaired without a decision; it was not mounted. Make a snapshot,"
                    + " then run e2fsck -f " + device.node() + " on this node: " + outcome.said());
        }
        var cause = (outcome.code() & OPERATIONAL) != 0 ? " could not be checked" : " was not checked to the end";
        return new Failure.Unavailable("the file system on " + device.node() + cause + ": " + outcome.said());
    }
}
