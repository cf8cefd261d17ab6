package org.moorage.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.filesystem.FsType;
import org.moorage.node.host.Undo;
import org.moorage.node.mount.HostPath;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.Places;
import org.moorage.node.syscall.Errno;
import org.moorage.node.syscall.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mounts a volume's file system at its staging path, and takes it away again.
final class Staging {
    private static final Logger log = LoggerFactory.getLogger(Staging.class);
    private static final String PATH = "staging_target_path";

    /// How long the end of the last use of a device is waited for.
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(10);

    private final NodeHost host;
    private final MountHealth health;

    Staging(NodeHost host, MountHealth health) {
        this.host = host;
        this.health = health;
    }

    void stage(StageRequest request, Deadline deadline) {
        var staging = HostPath.require(PATH, request.staging());
        var access = NodeHost.blockDevice(request.access());
        switch (request.capability().access()) {
            case VolumeAccess.Block _ -> host.devices().await(access, deadline);
            case VolumeAccess.Mount mount -> {
                var plan = MountPlan.of(mount, request.capability().mode(), access);
                stageFileSystem(staging, host.devices().await(access, deadline), plan, deadline);
            }
        }
    }

    private void stageFileSystem(Path staging, BlockDevice device, MountPlan plan, Deadline deadline) {
        if (device.readOnly() && !plan.readOnly()) {
            throw new Failure.Precondition(
                    device.node() + " can only be read, and the volume was asked for to be written to");
        }
        var staged = staged(staging, device, plan, deadline);
        if (staged.isPresent()) {
            growIfNotExt(device, staged.get(), plan, staging, deadline);
            return;
        }
        Undo.onFailure(undo -> {
            var type = prepared(device, plan, deadline);
            var room = host.fileSystems().hasRoom(device, type, deadline);
            Places.directory(staging, undo);
            host.mounts().mount(device, type.toString(), plan.optionsFor(type, device), staging, undo, deadline);
            verify(staging, device);
            if (room) {
                growIfNotExt(device, type, plan, staging, deadline);
            }
        });
    }

    /// What an earlier call has staged, if it is this device and in order. A mount of the device that has gone bad,
    /// or of a device that has gone, is taken away so that staging can begin anew.
    private Optional<FsType> staged(Path staging, BlockDevice device, MountPlan plan, Deadline deadline) {
        var top = host.mounts().table().top(staging);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        var entry = top.get();
        if (!entry.isFileSystemOf(device)) {
            if (!host.isOfGoneDevice(entry)) {
                throw new Failure.Precondition(
                        "something else is mounted where the volume is to be staged: " + entry.describe());
            }
            host.mounts().unmountAll(staging, deadline);
            return Optional.empty();
        }
        plan.requireSame(entry);
        var problem = health.problem(entry, !plan.readOnly(), deadline);
        if (problem.isEmpty()) {
            return FsType.named(entry.type());
        }
        requireUnused(staging, device, problem.get());
        host.mounts().unmountAll(staging, deadline);
        return Optional.empty();
    }

    /// Pods still use what has gone bad, so it cannot be taken away; nor is it fit to be called staged.
    private void requireUnused(Path staging, BlockDevice device, String problem) {
        var others = NodeHost.elsewhere(host.mounts().table(), device, staging);
        if (!others.isEmpty()) {
            throw new Failure.Unavailable("what is staged at " + staging + " is not in order: " + problem
                    + ". It can be staged anew when the volume is published no more; it is now: " + list(others));
        }
    }

    private FsType prepared(BlockDevice device, MountPlan plan, Deadline deadline) {
        var mounts = host.mounts().table().of(device);
        if (mounts.isEmpty()) {
            return host.fileSystems().prepare(device, plan.wanted(), deadline);
        }
        var mounted = mounts.getFirst();
        if (mounted.isNodeOf(device)) {
            throw new Failure.Precondition("the volume is in use as a raw block device: " + mounted.describe());
        }
        // It is mounted elsewhere, so it is neither blank nor to be checked: this becomes one more mount of it.
        plan.requireSame(mounted);
        return FsType.require(mounted.type());
    }

    private void verify(Path staging, BlockDevice device) {
        var top = host.mounts().table().top(staging);
        if (top.filter(entry -> entry.isFileSystemOf(device)).isEmpty()) {
            throw new Failure.Unavailable("after mounting " + device.node() + ", what is mounted at " + staging + " is "
                    + top.map(MountEntry::describe).orElse("nothing"));
        }
    }

    /// Ext was grown before it was mounted; the others grow only when mounted.
    private void growIfNotExt(BlockDevice device, FsType type, MountPlan plan, Path staging, Deadline deadline) {
        if (!type.isExt() && !plan.readOnly()) {
            host.fileSystems().growMounted(device, type, staging, deadline);
        }
    }

    void unstage(VolumeId volume, Path path, Deadline deadline) {
        var staging = HostPath.require(PATH, path);
        var table = host.mounts().table();
        host.requireOurs(table, staging, volume);
        var devices = table.top(staging)
                .flatMap(host::deviceOf)
                .map(List::of)
                .orElseGet(() -> host.devices().left(volume.value()));
        devices.forEach(device -> requireUnpublished(staging, device));
        host.mounts().unmountAll(staging, deadline);
        for (var device : devices) {
            release(device, deadline);
            host.devices().remove(device, deadline);
        }
        HostPath.removeEmpty(staging);
    }

    private void requireUnpublished(Path staging, BlockDevice device) {
        var others = NodeHost.elsewhere(host.mounts().table(), device, staging);
        if (!others.isEmpty()) {
            throw new Failure.Precondition(
                    "the volume is not unstaged from " + staging + ", since it is still published: " + list(others));
        }
    }

    private static String list(List<MountEntry> mounts) {
        return mounts.stream().map(MountEntry::describe).collect(Collectors.joining(", "));
    }

    /// Sees to it that nobody on this host uses the device any more, in whatever mount namespace, and that all is
    /// written: the volume is detached next.
    private void release(BlockDevice device, Deadline deadline) {
        try (var _ = host.kernel().claim(device.node(), RELEASE_LIMIT, deadline)) {
            host.kernel().flushDevice(device.node(), deadline);
        } catch (SystemCallException refused) {
            switch (refused.errno()) {
                case Errno.EBUSY ->
                    throw new Failure.Unavailable(device.node() + " was unmounted, but something else still holds it: a"
                            + " mount in another namespace, device mapper, or a process; it must not be detached yet");
                case Errno.ENXIO, Errno.ENOENT, Errno.ENODEV ->
                    log.atInfo().addKeyValue("device", device.node()).log("a device went before it was flushed");
                default ->
                    throw new Failure.Unavailable(
                            device.node() + " could not be flushed: " + refused.getMessage(), refused);
            }
        }
    }
}
