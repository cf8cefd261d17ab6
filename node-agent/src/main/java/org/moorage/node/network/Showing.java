package org.moorage.node.network;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.AccessMode;
import org.moorage.node.host.Undo;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountOptions;
import org.moorage.node.mount.Mounts;
import org.moorage.node.mount.Places;
import org.moorage.node.network.Touch.Answer;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.MountFlag;
import org.moorage.node.syscall.SystemCallException;

/// Shows staged volumes of the network at the paths where pods look for them.
final class Showing {
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(20);

    /// Where callers stage by convention: such a mount of the same share is another volume's, or
    /// this one's.
    private static final String STAGING_NAME = "globalmount";

    private final Mounts mounts;
    private final Touch touch;
    private final Unmounter unmounter;

    Showing(Mounts mounts, Touch touch, Unmounter unmounter) {
        this.mounts = mounts;
        this.touch = touch;
        this.unmounter = unmounter;
    }

    /// What is to be shown.
    ///
    /// @param staged   the mount at the staging path
    /// @param below    the way from its root to the volume's
    /// @param target   where
    /// @param readOnly whether nothing shall be written through this mount
    record Wanted(MountEntry staged, Path below, Path target, boolean readOnly) {
        /// Two shares of one server may lie in one file system, so its number alone does not tell them
        /// apart. NFS shows a part of a share as a source of its own, and every root as `/`.
        boolean isShownBy(MountEntry entry) {
            if (!entry.device().equals(staged.device())) {
                return false;
            }
            if (NetworkTypes.isNfs(staged.type())) {
                return entry.source().equals(partOf(staged.source()));
            }
            return entry.source().equals(staged.source())
                    && Path.of(entry.root())
                            .equals(Path.of(staged.root()).resolve(below).normalize());
        }

        private String partOf(String source) {
            if (below.toString().isEmpty()) {
                return source;
            }
            return source.endsWith("/") ? source + below : source + "/" + below;
        }
    }

    void show(Wanted wanted, NetworkPlan plan, AccessMode mode, Deadline deadline) {
        requireOnlyTarget(wanted, mode);
        if (isShown(wanted, plan, deadline)) {
            return;
        }
        Undo.onFailure(undo -> {
            Places.directory(wanted.target(), undo);
            undo.add(() -> unmounter.unmountAll(wanted.target(), Deadline.after(UNDO_LIMIT, InstantSource.system())));
            bind(wanted, deadline);
            if (!isShown(wanted, plan, deadline)) {
                throw new Failure.Unavailable(
                        "after binding " + wanted.staged().point() + " nothing is mounted at " + wanted.target());
            }
        });
    }

    private void requireOnlyTarget(Wanted wanted, AccessMode mode) {
        if (mode != AccessMode.SINGLE_NODE_SINGLE_WRITER) {
            return;
        }
        mounts.table().entries().stream()
                .filter(wanted::isShownBy)
                .filter(entry -> !isCopy(entry.point(), wanted.staged().point())
                        && !isCopy(entry.point(), wanted.target())
                        && !entry.point().endsWith(STAGING_NAME))
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Precondition(
                            "the volume may be published once on a node (SINGLE_NODE_SINGLE_WRITER), and is already: "
                                    + other.describe());
                });
    }

    /// Where mounts are propagated, one mount shows at several paths that end alike.
    private static boolean isCopy(Path point, Path path) {
        return point.endsWith(path.subpath(0, path.getNameCount()));
    }

    private void bind(Wanted wanted, Deadline deadline) {
        var staging = wanted.staged().point();
        try {
            touch.fileSystem(wanted.staged()).bind(staging, wanted.below(), wanted.target(), deadline);
        } catch (SystemCallException refused) {
            var what = "binding " + staging.resolve(wanted.below()) + " to " + wanted.target() + ": "
                    + refused.getMessage();
            throw switch (refused.errno()) {
                case Errno.EPERM, Errno.EACCES ->
                    new Failure.Denied(what + ": the capability CAP_SYS_ADMIN is missing, or the server does not let"
                            + " root of this node into the sub-directory");
                case Errno.ENOENT ->
                    new Failure.Precondition(what + ": the sub-directory is not there; stage the volume anew");
                case Errno.ENOTDIR, Errno.ELOOP ->
                    new Failure.Precondition(what + ": a file or a symbolic link is in the way, which is not followed");
                default -> new Failure.Unavailable(what, refused);
            };
        }
    }

    /// Whether the target shows what it shall. A stale mount is taken away; one that a call left
    /// which was killed between its two steps is made read-only here.
    private boolean isShown(Wanted wanted, NetworkPlan plan, Deadline deadline) {
        var top = mounts.table().top(wanted.target());
        if (top.isEmpty() || isTakenAwayStale(top.get(), wanted, deadline)) {
            return false;
        }
        var entry = top.get();
        if (!wanted.isShownBy(entry) && !isLeftByOther(entry, wanted, plan)) {
            throw new Failure.Conflict(
                    "something else is mounted where the volume is to be published: " + entry.describe());
        }
        if (wanted.readOnly() && !entry.readOnly()) {
            makeReadOnly(entry, deadline);
        } else if (!wanted.readOnly() && entry.options().contains("ro")) {
            throw new Failure.Conflict(
                    "the volume is published read-only, and the opposite was asked for: " + entry.describe());
        }
        return true;
    }

    /// Drivers without a stage mount the volume at the target itself.
    private static boolean isLeftByOther(MountEntry entry, Wanted wanted, NetworkPlan plan) {
        return wanted.below().toString().isEmpty() && entry.root().equals("/") && plan.isShownBy(entry);
    }

    /// What is of the staged file system was asked a moment ago, and answered.
    private boolean isTakenAwayStale(MountEntry entry, Wanted wanted, Deadline deadline) {
        if (!NetworkTypes.contains(entry.type())
                || entry.device().equals(wanted.staged().device())) {
            return false;
        }
        if (touch.ask(entry, Touch.PATIENCE, deadline) instanceof Answer.Stale) {
            unmounter.unmountAll(wanted.target(), deadline);
            return true;
        }
        return false;
    }

    private void makeReadOnly(MountEntry entry, Deadline deadline) {
        var flags =
                MountOptions.parse(entry.options()).flags() | MountFlag.BIND | MountFlag.REMOUNT | MountFlag.READ_ONLY;
        try {
            touch.fileSystem(entry).mount(new Kernel.Mounting("none", entry.point(), "none", flags, ""), deadline);
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable("making " + entry.point() + " read-only: " + refused.getMessage(), refused);
        }
        if (mounts.table().top(entry.point()).filter(MountEntry::readOnly).isEmpty()) {
            throw new Failure.Unavailable(
                    entry.point() + " was made read-only, but the kernel still lets it be written to");
        }
    }
}
