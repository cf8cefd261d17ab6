package org.moorage.node.network;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Severity;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Undo;
import org.moorage.node.mount.HostPath;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;
import org.moorage.node.mount.Mounts;
import org.moorage.node.mount.Places;
import org.moorage.node.network.Touch.Answer;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.FileSystemUsage;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// The volumes of this host that servers share over the network.
///
/// - What is mounted is read from the kernel's table, which no server is asked for; a path is
///   touched only on the threads of {@link Touch}, one for each file system, so that a server that
///   is away delays its own volumes alone.
/// - A mount that has gone stale is taken away and made anew; one whose server is silent is left,
///   since it serves again by itself.
/// - Only what is mounted at the path of the call is ever taken away, and a directory is removed
///   only when the table says that nothing is mounted there.
///
/// Safe for use by several threads; calls for one volume must not overlap.
public final class NetworkVolumes implements AutoCloseable {
    private static final String STAGING = "staging_target_path";
    private static final String TARGET = "target_path";
    private static final Duration HEALTH_PATIENCE = Duration.ofSeconds(3);
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(20);

    private final Mounts mounts;
    private final Touch touch;
    private final KeyFiles keys;
    private final Mounter mounter;
    private final Unmounter unmounter;
    private final Showing showing;

    /// The volumes of that host. Keys that a process left which was killed are removed now.
    public NetworkVolumes(Host host, Mounts mounts, Kernel kernel) {
        var tools = new Tools(host.tools());
        this.mounts = mounts;
        this.touch = new Touch(kernel);
        this.keys = new KeyFiles(host.memory());
        this.mounter = new Mounter(mounts, tools, keys, new KernelLog(kernel));
        this.unmounter = new Unmounter(mounts, tools, touch);
        this.showing = new Showing(mounts, touch, unmounter);
    }

    /// Whether what one sees at a path is mounted over the network. No server is asked, and a path
    /// that is as the table has it is not looked up.
    ///
    /// @param what how a failure names the path: `staging_target_path`
    /// @throws Failure.Invalid the path is none that can be meant
    public boolean mountedAt(String what, Path path) {
        return path.isAbsolute()
                && (top(path.normalize()).isPresent()
                        || top(HostPath.require(what, path)).isPresent());
    }

    private Optional<MountEntry> top(Path path) {
        return mounts.table().top(path).filter(entry -> NetworkTypes.contains(entry.type()));
    }

    /// Mounts a volume at its staging path, makes its sub-directory, and sets its permissions where
    /// they differ.
    ///
    /// @throws Failure.Denied       the servers do not let this node in, or who mounts
    /// @throws Failure.NotFound     they have no such path
    /// @throws Failure.Unavailable  they do not answer
    /// @throws Failure.Precondition something else is mounted there, or it cannot be mounted in
    ///     that way
    /// @throws Failure.Conflict     it is staged to be written to, or read, and was asked for the
    ///     other way
    public void stage(NodeAccess.NetworkMount access, VolumeCapability capability, Path path, Deadline deadline) {
        var plan = NetworkPlan.of(access, capability);
        var staging = HostPath.require(STAGING, path);
        var staged = staged(plan, staging, deadline);
        Undo.onFailure(undo -> {
            if (staged.isEmpty()) {
                Places.directory(staging, undo);
                mount(plan, staging, undo, deadline);
            }
            prepare(plan, staging, deadline);
        });
    }

    private void mount(NetworkPlan plan, Path staging, Undo undo, Deadline deadline) {
        undo.add(() -> unmounter.unmountAll(staging, Deadline.after(UNDO_LIMIT, InstantSource.system())));
        mounter.mount(plan, staging, deadline);
    }

    /// What an earlier call has staged, if it serves. A stale mount is taken away.
    private Optional<MountEntry> staged(NetworkPlan plan, Path staging, Deadline deadline) {
        var found = mounts.table().top(staging);
        if (found.isEmpty()) {
            return found;
        }
        var entry = found.get();
        if (!plan.isShownBy(entry)) {
            throw somethingElse(entry);
        }
        var answer = touch.ask(entry, Touch.PATIENCE, deadline);
        if (answer instanceof Answer.Stale) {
            unmounter.unmountAll(staging, deadline);
            return Optional.empty();
        }
        requireAlive(entry, answer);
        if (plan.readOnly() != entry.readOnly()) {
            throw new Failure.Conflict("the volume is staged " + (entry.readOnly() ? "read-only" : "to be written to")
                    + ", and the opposite was asked for: " + entry.describe());
        }
        return found;
    }

    private static Failure somethingElse(MountEntry entry) {
        return new Failure.Precondition("something else is mounted where the volume is to be staged: "
                + entry.describe() + "; unmount it if it is of no use");
    }

    private static void requireAlive(MountEntry entry, Answer answer) {
        if (!(answer instanceof Answer.Alive)) {
            throw new Failure.Unavailable(
                    entry.describe() + " does not serve: " + Touch.why(answer) + "; " + Touch.cure(answer));
        }
    }

    private void prepare(NetworkPlan plan, Path staging, Deadline deadline) {
        var below = plan.below();
        if (plan.readOnly()
                || (below.toString().isEmpty() && plan.access().mode().isEmpty())) {
            return;
        }
        var entry = top(staging).orElseThrow(() -> new Failure.Unavailable("the mount at " + staging + " has gone"));
        try {
            touch.fileSystem(entry).prepare(staging, below, plan.access().mode(), deadline);
        } catch (SystemCallException refused) {
            throw unprepared(plan, below, refused);
        }
    }

    private static Failure unprepared(NetworkPlan plan, Path below, SystemCallException refused) {
        var what = "preparing the root of the volume"
                + (below.toString().isEmpty() ? "" : ", the sub-directory '" + below + "',") + " with permissions "
                + octal(plan.access().mode()) + ": " + refused.getMessage();
        return switch (refused.errno()) {
            case Errno.EPERM, Errno.EACCES ->
                new Failure.Denied(
                        what + ": the server does not let root of this node do that (root_squash): make it on"
                                + " the share by hand, or ask for no permissions");
            case Errno.EROFS -> new Failure.Precondition(what + ": the access rule only lets this node read");
            case Errno.ENOTDIR, Errno.ELOOP ->
                new Failure.Precondition(what + ": a file or a symbolic link is in the way, which is not followed");
            default -> new Failure.Unavailable(what, refused);
        };
    }

    private static String octal(OptionalInt mode) {
        return mode.isPresent() ? Integer.toOctalString(mode.getAsInt()) : "as they are";
    }

    /// Shows a staged volume at a target. Where its staging mount went stale meanwhile, it is made
    /// anew; and where it has gone, since an earlier call could not make it anew, as well: callers
    /// do not stage it again by themselves.
    ///
    /// @throws Failure.Precondition something else is staged, or the volume may be published only
    ///     once and is
    /// @throws Failure.Conflict     something else, or the volume in another way, is at the target
    /// @throws Failure.Unavailable  its servers do not answer
    public void publish(
            NodeAccess.NetworkMount access,
            VolumeCapability capability,
            boolean readOnly,
            Path stagingPath,
            Path targetPath,
            Deadline deadline) {
        var plan = NetworkPlan.of(access, capability);
        var target = HostPath.require(TARGET, targetPath);
        var staging = HostPath.require(STAGING, stagingPath);
        if (staged(plan, staging, deadline).isEmpty()) {
            stage(access, capability, staging, deadline);
        }
        var staged = top(staging).orElseThrow(() -> new Failure.Unavailable("the mount at " + staging + " has gone"));
        showing.show(
                new Showing.Wanted(staged, plan.below(), target, readOnly || plan.readOnly()),
                plan,
                capability.mode(),
                deadline);
    }

    /// Takes away what is staged at a path, whoever mounted it, and the empty directory.
    ///
    /// @throws Failure.Precondition what is mounted is the host's own, or something is mounted below it
    /// @throws Failure.Unavailable  a process uses it
    public void unstage(Path path, Deadline deadline) {
        takeAway(HostPath.require(STAGING, path), deadline);
    }

    /// Takes away what is published at a path, whoever mounted it, and the empty directory.
    ///
    /// @throws Failure.Precondition what is mounted is the host's own, or something is mounted below it
    /// @throws Failure.Unavailable  a process uses it
    public void unpublish(Path path, Deadline deadline) {
        takeAway(HostPath.require(TARGET, path), deadline);
    }

    /// Servers show what is exported below an export by mounts of their own (NFS 4, crossmnt):
    /// those go first.
    private void takeAway(Path path, Deadline deadline) {
        var table = mounts.table();
        table.at(path).forEach(layer -> requireVolume(table, layer));
        table.below(path).forEach(below -> requireVolume(table, below));
        table.below(path).stream()
                .map(MountEntry::point)
                .distinct()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .forEach(below -> unmounter.unmountAll(below, deadline));
        unmounter.unmountAll(path, deadline);
        HostPath.removeEmpty(path);
    }

    private static void requireVolume(MountTable table, MountEntry layer) {
        var ofHost = table.top(Path.of("/"))
                .filter(root -> root.device().equals(layer.device()))
                .isPresent();
        if (ofHost || !NetworkTypes.contains(layer.type())) {
            throw new Failure.Precondition(
                    "what is mounted is no volume of ours and was left as it is: " + layer.describe());
        }
    }

    /// How full the volume at a path is.
    ///
    /// @throws Failure.NotFound    no volume of the network is there
    /// @throws Failure.Unavailable its servers do not answer, or no longer serve this mount
    public FileSystemUsage usage(Path volumePath, Deadline deadline) {
        var entry = require(volumePath);
        var within = deadline.remaining().multipliedBy(4).dividedBy(5);
        try {
            return touch.fileSystem(entry).usage(entry.point(), deadline.within(within));
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable("the volume at " + entry.point() + " does not serve: " + refused.getMessage()
                    + "; see that its server runs and lets this node in");
        } catch (Failure.Unfinished late) {
            if (Thread.currentThread().isInterrupted()) {
                throw late;
            }
            throw new Failure.Unavailable("the volume at " + entry.point() + " does not answer within "
                    + within.toSeconds() + " s; see that its server runs and that this node's network reaches it");
        }
    }

    /// How the volume at a path is: a server that is silent is what is wrong with it, and not
    /// waited for.
    ///
    /// @throws Failure.NotFound no volume of the network is there
    public Health health(Path volumePath, Deadline deadline) {
        var entry = require(volumePath);
        var answer = touch.ask(entry, HEALTH_PATIENCE, deadline);
        return switch (answer) {
            case Answer.Alive _ -> Health.GOOD;
            case Answer.Stale _ -> ailing(entry, "FileSystemStale", answer);
            case Answer.Failing _, Answer.Silent _ -> ailing(entry, "FileSystemUnanswering", answer);
        };
    }

    private static Health ailing(MountEntry entry, String reason, Answer answer) {
        return Health.of(
                Severity.INACCESSIBLE,
                reason,
                entry.describe() + " does not serve: " + Touch.why(answer) + "; " + Touch.cure(answer));
    }

    private MountEntry require(Path volumePath) {
        return top(HostPath.require("volume_path", volumePath))
                .orElseThrow(() -> new Failure.NotFound(
                        "no volume is at " + volumePath + ": nothing of the network is mounted there"));
    }

    /// Removes the keys' directory.
    @Override
    public void close() {
        keys.close();
    }
}
