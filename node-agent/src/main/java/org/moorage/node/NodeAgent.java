package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.host.Host;
import org.moorage.node.network.NetworkVolumes;

/// Does on this host what the node half of CSI asks for.
///
/// Safe for use by several threads; calls for one volume must not overlap, which is the server's lock to hold. Each
/// call looks first at what is there, so each may be repeated, also after a kill at any point. A call that fails has
/// taken back what it did; only what it found before is left. All of them may throw:
///
/// - {@link Failure.Unfinished} when the deadline comes or the caller goes away. A mkfs, fsck or resize that has
///   begun goes on by itself; until it ends a repeat gets {@link Failure.Aborted}.
/// - {@link Failure.Unavailable} when a repeat may succeed: something is busy, is not there yet, or a tool failed.
/// - {@link Failure.Denied} and {@link Failure.Broken} when a capability or a tool is missing; the message names it.
/// - {@link Failure.Invalid} when a path, a mount option or a file system cannot be meant.
public final class NodeAgent implements AutoCloseable {
    private final NodeHost host;
    private final Staging staging;
    private final Publication publication;
    private final Growth growth;
    private final Usage usage;
    private final Examination examination;
    private final Room room;
    private final NetworkVolumes network;

    NodeAgent(Host places) {
        this.host = NodeHost.of(places);
        var health = new MountHealth(host.kernel());
        this.staging = new Staging(host, health);
        this.publication = new Publication(host, health);
        this.growth = new Growth(host);
        this.usage = new Usage(host);
        this.examination = new Examination(host, places);
        this.room = new Room(places);
        this.network = new NetworkVolumes(places, host.mounts(), host.kernel());
    }

    /// The agent that acts on the host that this process runs on.
    public static NodeAgent onThisHost() {
        return new NodeAgent(Host.standard());
    }

    /// Makes the volume ready on this host (CSI 1.13, NodeStageVolume): finds its device, makes a file system if the
    /// device is provably blank, checks, mounts and grows it. For raw block access the device is found and nothing
    /// else is done. What is staged already is looked at, and staged anew if it can no longer be written to. A
    /// volume of the network is mounted from the first of its sources that serves it.
    ///
    /// @throws Failure.Unavailable  the device is not there, or too small, or another volume's, until the deadline
    /// @throws Failure.Precondition the device holds something else than asked for; it is left as it is
    /// @throws Failure.Conflict     the volume is staged there in another way
    public void stage(StageRequest request, Deadline deadline) {
        switch (request.access()) {
            case NodeAccess.BlockDevice _ -> staging.stage(request, deadline);
            case NodeAccess.NetworkMount share ->
                network.stage(share, request.capability(), request.staging(), deadline);
        }
    }

    /// Takes back what {@link #stage} did (CSI 1.13, NodeUnstageVolume), from id and path alone, and writes out all
    /// that is cached of the device. A volume that is not staged, or a path that is not there, is a success.
    ///
    /// @throws Failure.Precondition the volume is still published, or what is mounted there is not this volume
    /// @throws Failure.Unavailable  somebody else still uses the device, so it must not be detached
    public void unstage(VolumeId volume, Path staging, Deadline deadline) {
        if (network.mountedAt("staging_target_path", staging)) {
            network.unstage(staging, deadline);
        } else {
            this.staging.unstage(volume, staging, deadline);
        }
    }

    /// Shows a staged volume, or a raw device, at the target path (CSI 1.13, NodePublishVolume).
    ///
    /// @throws Failure.Precondition what is staged is not this volume, or the volume may be published only once and
    ///     is; nothing is left at the target
    /// @throws Failure.Conflict     something else, or the volume in another way, is at the target
    public void publish(PublishRequest request, Deadline deadline) {
        switch (request.access()) {
            case NodeAccess.BlockDevice _ -> publication.publish(request, deadline);
            case NodeAccess.NetworkMount share ->
                network.publish(
                        share, request.capability(), request.readOnly(), request.staging(), request.target(), deadline);
        }
    }

    /// Takes back what {@link #publish} did (CSI 1.13, NodeUnpublishVolume), from id and path alone, and removes the
    /// empty target. A volume that is not published, or a path that is not there, is a success.
    ///
    /// @throws Failure.Precondition what is mounted there is not this volume, or the target holds files
    public void unpublish(VolumeId volume, Path target, Deadline deadline) {
        if (network.mountedAt("target_path", target)) {
            network.unpublish(target, deadline);
        } else {
            publication.unpublish(volume, target, deadline);
        }
    }

    /// Grows the file system to its device's size, once that is as large as required (CSI 1.13, NodeExpandVolume).
    /// For a raw device only its size is awaited; a file system of the network is as large as its server says.
    ///
    /// @return the size of the device
    /// @throws Failure.NotFound nothing is at that path
    /// @throws Failure.Denied   a mounted ext file system grows only for those with `CAP_SYS_RESOURCE`
    public Bytes expand(ExpandRequest request, Deadline deadline) {
        return network.mountedAt("volume_path", request.volumePath())
                ? Usage.stats(network.usage(request.volumePath(), deadline)).totalBytes()
                : growth.expand(request, deadline);
    }

    /// How full the volume at that path is (CSI 1.13, NodeGetVolumeStats).
    ///
    /// @throws Failure.NotFound no volume is at that path
    public VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline) {
        return network.mountedAt("volume_path", volumePath)
                ? Usage.stats(network.usage(volumePath, deadline))
                : usage.stats(volumePath, deadline);
    }

    /// How the volume at that path is (CSI 1.13, NodeGetVolumeHealth). Never waits long: a file system that does not
    /// answer is what is wrong with it.
    ///
    /// @throws Failure.NotFound no volume is at that path
    public Health health(Path volumePath, Deadline deadline) {
        return network.mountedAt("volume_path", volumePath)
                ? network.health(volumePath, deadline)
                : examination.examine(volumePath, deadline);
    }

    /// How the volume is, for callers that do not say where it is in use.
    ///
    /// @throws Failure.NotFound no device of this host shows its id
    public Health health(VolumeId volume, Deadline deadline) {
        return examination.examine(volume, deadline);
    }

    /// How many volumes this host has room for, those that are there included (CSI 1.13, NodeGetInfoResponse,
    /// max_volumes_per_node); at least 1. Reads the kernel's tables alone, and may be asked often.
    public long room(VolumeLimit.Measured limit) {
        return room.volumes(limit, host.mounts().table());
    }

    /// Ends the threads for system calls. A file-system tool that still runs is left to come to its end.
    @Override
    public void close() {
        network.close();
        host.close();
    }
}
