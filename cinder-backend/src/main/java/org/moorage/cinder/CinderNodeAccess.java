package org.moorage.cinder;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeVolume;

/// Says by what a node recognises a Cinder volume: Nova gives the device the volume's id as its serial. The device
/// name in the publish context is a guess of Nova's and is not looked at.
final class CinderNodeAccess implements NodeAccessResolver {
    /// The file system of those who name none, as the Go driver has it.
    static final String DEFAULT_FS_TYPE = "ext4";

    @Override
    public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
        if ("true".equals(volume.volumeContext().get(CinderNames.EPHEMERAL))) {
            throw new Failure.Invalid("volume " + volume.id()
                    + " is written into a pod: use a generic ephemeral volume, which makes a claim");
        }
        // A context may be written by hand, so it is read as strictly as a StorageClass.
        var formatting = FormattingParameters.of(volume.volumeContext());
        return new NodeAccess.BlockDevice(volume.id().value(), Optional.empty(), DEFAULT_FS_TYPE, formatting);
    }
}
