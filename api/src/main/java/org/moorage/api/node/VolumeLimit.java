package org.moorage.api.node;

import org.moorage.api.failure.Failure;

/// How many volumes a node takes.
public sealed interface VolumeLimit {
    /// As many as somebody said.
    ///
    /// @param volumes how many; 0 leaves the node without a limit
    record Fixed(long volumes) implements VolumeLimit {
        /// @throws Failure.Invalid if the limit is negative
        public Fixed {
            if (volumes < 0) {
                throw new Failure.Invalid("the limit of volumes of a node is negative: " + volumes);
            }
        }
    }

    /// As many as the node has room for, which the node agent measures: where each disk takes a slot of the PCI bus,
    /// the volumes that are there and the free slots; else the numbers below, less the disks that are no volumes.
    ///
    /// @param onScsi    how many disks there may be on one virtual SCSI adapter, and at most anywhere
    /// @param otherwise how many disks there may be where neither can be told
    record Measured(long onScsi, long otherwise) implements VolumeLimit {}
}
