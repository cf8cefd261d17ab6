package org.moorage.openstack.config;

import java.util.OptionalInt;

/// What `[BlockStorage]` says.
///
/// @param nodeVolumeAttachLimit    how many volumes a node takes, 0 for no limit; below 0 or above 256 becomes
///     256; empty when it is not said
/// @param rescanOnResize           whether a node compares and rescans a device before it grows a file system
/// @param ignoreVolumeZone         whether a volume answers the topology asked for in place of its own zone
/// @param ignoreVolumeMicroversion whether calls that need a newer Cinder go without their microversion
public record BlockStorageSection(
        OptionalInt nodeVolumeAttachLimit,
        boolean rescanOnResize,
        boolean ignoreVolumeZone,
        boolean ignoreVolumeMicroversion) {
    /// What holds where nothing is written.
    public static final BlockStorageSection DEFAULT = new BlockStorageSection(OptionalInt.empty(), false, false, false);

    private static final int MOST_VOLUMES = 256;

    /// Brings the limit into the range that Kubernetes takes.
    public BlockStorageSection {
        if (nodeVolumeAttachLimit.isPresent()) {
            nodeVolumeAttachLimit = OptionalInt.of(attachLimit(nodeVolumeAttachLimit.getAsInt()));
        }
    }

    /// The limit that the Go driver makes of a number.
    public static int attachLimit(int written) {
        return written < 0 || written > MOST_VOLUMES ? MOST_VOLUMES : written;
    }
}
