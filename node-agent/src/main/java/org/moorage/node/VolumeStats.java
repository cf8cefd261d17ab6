package org.moorage.node;

import org.moorage.api.volume.Bytes;

/// How full a volume is (CSI 1.13, NodeGetVolumeStatsResponse).
public sealed interface VolumeStats {
    /// A raw block device, of which only the size is known.
    ///
    /// @param total its size
    record Block(Bytes total) implements VolumeStats {}

    /// A mounted file system.
    ///
    /// @param totalBytes     the size of the file system
    /// @param usedBytes      what is taken: total less free
    /// @param availableBytes what a user other than root can still write
    /// @param totalInodes    how many inodes there are; 0 where the file system does not count them (btrfs)
    /// @param usedInodes     how many are taken
    /// @param freeInodes     how many are left
    record FileSystem(
            Bytes totalBytes, Bytes usedBytes, Bytes availableBytes, long totalInodes, long usedInodes, long freeInodes)
            implements VolumeStats {}
}
