package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Undo;
import org.moorage.node.mount.HostPath;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;
import org.moorage.node.mount.Places;

/// Shows a staged volume, or a raw device, at the path where a pod looks for it, and takes it away again.
final class Publication {
    private static final String PATH = "target_path";

    private final NodeHost host;
    private final MountHealth health;
    private final WriteProtection protection;

    Publication(NodeHost host, MountHealth health) {
        this.host = host;
        this.health = health;
        this.protection = new WriteProtection(host);
    }

    /// What is to be shown.
    ///
    /// @param device   the volume's device
    /// @param source   what is bound: the staging path, or the device's node
    /// @param root     what of its file system is staged; empty for a raw device
    /// @param target   where
    /// @param readOnly whether nothing shall be written through this mount
    private record Showing(BlockDevice device, Path source, String root, Path target, boolean readOnly) {
        boolean isShownBy(MountEntry entry) {
            return entry.isNodeOf(device)
                    || (entry.isFileSystemOf(device) && entry.root().equals(root));
        }
    }

    void publish(PublishRequest request, Deadline deadline) {
        var target = HostPath.require(PATH, request.target());
        var staging = HostPath.require("staging_target_path", request.staging());
        var access = NodeHost.blockDevice(request.access());
        var mode = request.capability().mode();
        switch (request.capability().access()) {
            case VolumeAccess.Block _ -> {
                var device = host.devices().await(access, deadline);
                requireOnlyTarget(mode, device, staging, target);
                var readOnly = request.readOnly() || mode.readOnly();
                showNode(new Showing(device, device.node(), "", target, readOnly), deadline);
            }
            case VolumeAccess.Mount mount -> {
                var readOnly =
                        request.readOnly() || MountPlan.of(mount, mode, access).readOnly();
                var device = present(access, staging, deadline);
                var staged = requireStaged(device, staging, readOnly, deadline);
                requireOnlyTarget(mode, device, staging, target);
                showFileSystem(new Showing(device, staging, staged.root(), target, readOnly), deadline);
            }
        }
    }

    private BlockDevice present(NodeAccess.BlockDevice access, Path staging, Deadline deadline) {
        return host.devices()
                .find(access.serial(), deadline)
                .orElseThrow(() -> new Failure.Unavailable("the device with serial " + access.serial()
                        + " is not on this node, so what is at " + staging + " cannot be the volume"));
    }

    /// An empty staging directory, or another volume in it, must never reach a pod: what the pod writes would be on
    /// the node's own disk, or in another pod's volume.
    private MountEntry requireStaged(BlockDevice device, Path staging, boolean readOnly, Deadline deadline) {
        var top = host.mounts().table().top(staging);
        if (top.filter(entry -> entry.isFileSystemOf(device)).isEmpty()) {
            throw new Failure.Precondition("the volume is not staged: at " + staging + " is "
                    + top.map(MountEntry::describe).orElse("no mount") + ", not " + device.node());
        }
        health.problem(top.get(), !readOnly, deadline).ifPresent(problem -> {
            throw new Failure.Unavailable(
                    "the staged volume is not in order: " + top.get().describe() + ": " + problem);
        });
        return top.get();
    }

    private void requireOnlyTarget(AccessMode mode, BlockDevice device, Path staging, Path target) {
        if (mode != AccessMode.SINGLE_NODE_SINGLE_WRITER) {
            return;
        }
        var others = NodeHost.elsewhere(host.mounts().table(), device, staging, target);
        if (!others.isEmpty()) {
            throw new Failure.Precondition(
                    "the volume may be published once on a node (SINGLE_NODE_SINGLE_WRITER), and is already: "
                            + others.getFirst().describe());
        }
    }

    private void showFileSystem(Showing showing, Deadline deadline) {
        if (!isShown(showing, deadline)) {
            Undo.onFailure(undo -> {
                Places.directory(showing.target(), undo);
                show(showing, undo, deadline);
            });
        }
    }

    private void showNode(Showing showing, Deadline deadline) {
        var shown = isShown(showing, deadline);
        Undo.onFailure(undo -> {
            protection.set(showing.device(), showing.readOnly(), undo, deadline);
            if (!shown) {
                Places.file(showing.target(), undo);
                show(showing, undo, deadline);
            }
        });
    }

    private void show(Showing showing, Undo undo, Deadline deadline) {
        host.mounts().bind(showing.source(), showing.target(), showing.device(), undo, deadline);
        if (!isShown(showing, deadline)) {
            throw new Failure.Unavailable(
                    "after binding " + showing.source() + " nothing is mounted at " + showing.target());
        }
    }

    /// Whether the target shows what it shall. A call that was killed between its two steps has left a mount that
    /// can be written to; it is made read-only here. What a device has left that was detached is taken away.
    private boolean isShown(Showing showing, Deadline deadline) {
        var top = host.mounts().table().top(showing.target());
        if (top.isEmpty()) {
            return false;
        }
        if (!showing.isShownBy(top.get()) && host.isOfGoneDevice(top.get())) {
            host.mounts().unmountAll(showing.target(), deadline);
            return false;
        }
        if (!showing.isShownBy(top.get())) {
            throw new Failure.Conflict("something else is mounted where the volume is to be published: "
                    + top.get().describe());
        }
        if (showing.readOnly() && !top.get().options().contains("ro")) {
            host.mounts().makeReadOnly(top.get(), deadline);
            requireReadOnly(host.mounts().table(), showing.target());
        } else if (!showing.readOnly() && top.get().options().contains("ro")) {
            throw new Failure.Conflict("the volume is published read-only, and the opposite was asked for: "
                    + top.get().describe());
        }
        return true;
    }

    private static void requireReadOnly(MountTable table, Path target) {
        if (table.top(target).filter(MountEntry::readOnly).isEmpty()) {
            throw new Failure.Unavailable(target + " was made read-only, but the kernel still lets it be written to");
        }
    }

    void unpublish(VolumeId volume, Path path, Deadline deadline) {
        var target = HostPath.require(PATH, path);
        var before = host.mounts().table();
        host.requireOurs(before, target, volume);
        host.mounts().unmountAll(target, deadline);
        protection.lift(volume, before, target, deadline);
        HostPath.removeEmpty(target);
    }
}
