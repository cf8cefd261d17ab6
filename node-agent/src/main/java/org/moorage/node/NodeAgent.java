package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.host.Host;

/// Does on this host what the node half of CSI asks for.
///
/// Safe for use by several threads; calls for one volume must not overlap, which is the server's lock to hold.
/// Each call looks first at what is there, so each may be repeated, also after a kill at any point.
public final class NodeAgent implements AutoCloseable {
    private final NodeHost host;
    private final Staging staging;
    private final Publication publication;
    private final Growth growth;
    private final Usage usage;

    NodeAgent(Host places) {
        this.host = NodeHost.of(places);
        var health = new MountHealth(host.kernel());
        this.staging = new Staging(host, health);
        this.publication = new Publication(host, health);
        this.growth = new Growth(host);
        this.usage = new Usage(host);
    }

    /// The agent that acts on the host that this process runs on.
    public static NodeAgent onThisHost() {
        return new NodeAgent(Host.standard());
    }

    /// Makes the volume ready on this host: finds its device, makes a file system if the device is provably
    /// blank, checks, mounts and grows it. For raw block access the device is found and nothing else is done.
    ///
    /// @throws Failure.Unavailable  the device is not there, or is another volume's, until the deadline
    /// @throws Failure.Precondition the device holds something else than asked for; it is left as it is
    public void stage(StageRequest request, Deadline deadline) {
        staging.stage(request, deadline);
    }

    /// Takes back what {@link #stage} did, from the path alone; a volume that is not staged is a success.
    public void unstage(VolumeId volume, Path staging, Deadline deadline) {
        this.staging.unstage(volume, staging, deadline);
    }

    /// Shows a staged volume at the target path.
    ///
    /// @throws Failure.Precondition what is staged is not this volume
    public void publish(PublishRequest request, Deadline deadline) {
        publication.publish(request, deadline);
    }

    /// Takes back what {@link #publish} did, from the path alone; a volume that is not published is a success.
    public void unpublish(VolumeId volume, Path target, Deadline deadline) {
        publication.unpublish(volume, target, deadline);
    }

    /// Grows the file system to its device's size, once that is as large as required.
    ///
    /// @return the size of the device
    /// @throws Failure.NotFound nothing is at that path
    public Bytes expand(ExpandRequest request, Deadline deadline) {
        return growth.expand(request, deadline);
    }

    /// How full the volume at that path is.
    ///
    /// @throws Failure.NotFound no volume is at that path
    public VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline) {
        return usage.stats(volumePath, deadline);
    }

    /// Ends the threads for system calls. A file-system tool that still runs is left to come to its end.
    @Override
    public void close() {
        host.close();
    }
}
