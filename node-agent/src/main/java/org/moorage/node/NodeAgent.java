package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;

/// Does on this host what the node half of CSI asks for.
///
/// Safe for use by several threads; calls for one volume must not overlap, which is the server's lock to hold.
/// Each call looks first at what is there, so each may be repeated, also after a kill at any point.
@SuppressWarnings("DoNotCallSuggester")
public final class NodeAgent implements AutoCloseable {
    private NodeAgent() {}

    /// The agent that acts on the host that this process runs on.
    public static NodeAgent onThisHost() {
        return new NodeAgent();
    }

    /// Makes the volume ready on this host: finds its device, makes a file system if the device is provably
    /// blank, checks, mounts and grows it. For raw block access the device is found and nothing else is done.
    ///
    /// @throws Failure.Unavailable  the device is not there, or is another volume's, until the deadline
    /// @throws Failure.Precondition the device holds something else than asked for; it is left as it is
    public void stage(StageRequest request, Deadline deadline) {
        throw notBuilt("stage");
    }

    /// Takes back what {@link #stage} did, from the path alone; a volume that is not staged is a success.
    public void unstage(VolumeId volume, Path staging, Deadline deadline) {
        throw notBuilt("unstage");
    }

    /// Shows a staged volume at the target path.
    ///
    /// @throws Failure.Precondition what is staged is not this volume
    public void publish(PublishRequest request, Deadline deadline) {
        throw notBuilt("publish");
    }

    /// Takes back what {@link #publish} did, from the path alone; a volume that is not published is a success.
    public void unpublish(VolumeId volume, Path target, Deadline deadline) {
        throw notBuilt("unpublish");
    }

    /// Grows the file system to its device's size, once that is as large as required.
    ///
    /// @return the size of the device
    /// @throws Failure.NotFound nothing is at that path
    public Bytes expand(ExpandRequest request, Deadline deadline) {
        throw notBuilt("expand");
    }

    /// How full the volume at that path is.
    ///
    /// @throws Failure.NotFound no volume is at that path
    public VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline) {
        throw notBuilt("stats");
    }

    @Override
    public void close() {}

    private static Failure notBuilt(String step) {
        return new Failure.Broken("the node agent cannot " + step + " yet");
    }
}
