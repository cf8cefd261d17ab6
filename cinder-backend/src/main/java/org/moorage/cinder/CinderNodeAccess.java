package org.moorage.cinder;

import java.util.Optional;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeFileSystems;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.Bytes;

/// Says by what a node recognises a Cinder volume: Nova gives the device the volume's id as its serial, and the
/// device is about as large as the volume was when it was attached, since volumes never shrink. The device name in
/// the publish context is a guess of Nova's and is not looked at.
final class CinderNodeAccess implements NodeAccessResolver, NodeFileSystems {
    /// The file system of those who name none, as the Go driver has it.
    static final String DEFAULT_FS_TYPE = "ext4";

    @Override
    public Set<String> fileSystems() {
        return Set.of(DEFAULT_FS_TYPE, "xfs", "btrfs");
    }

    @Override
    public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
        if ("true".equals(volume.volumeContext().get(CinderNames.EPHEMERAL))) {
            throw new Failure.Invalid("volume " + volume.id()
                    + " is written into a pod: use a generic ephemeral volume, which makes a claim");
        }
        // A context may be written by hand, so it is read as strictly as a StorageClass.
        var formatting = FormattingParameters.of(volume.volumeContext());
        return new NodeAccess.BlockDevice(volume.id().value(), leastSize(volume), DEFAULT_FS_TYPE, formatting);
    }

    /// More than the next smaller size: Cinder counts whole GiB, and rounds up a volume that it takes over from a
    /// backend. Attachments that the Go driver made do not tell.
    private static Optional<Bytes> leastSize(NodeVolume volume) {
        return Optional.ofNullable(volume.publishContext().get(CinderNames.SIZE_GIB))
                .map(text -> new Bytes(Bytes.ofGib(gib(text) - 1).count() + 1));
    }

    private static long gib(String text) {
        try {
            return Math.max(1, Long.parseLong(text));
        } catch (NumberFormatException _) {
            throw new Failure.Invalid("publish_context." + CinderNames.SIZE_GIB + " is no number: " + text);
        }
    }
}
