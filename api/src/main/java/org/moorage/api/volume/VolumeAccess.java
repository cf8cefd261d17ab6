package org.moorage.api.volume;

import java.util.List;
import java.util.Optional;

/// How a volume appears in a pod (CSI 1.13, VolumeCapability.access_type).
public sealed interface VolumeAccess {
    /// As a raw block device, without a file system.
    record Block() implements VolumeAccess {}

    /// As a mounted file system.
    ///
    /// @param fsType     the file system asked for, as mkfs spells it (`ext4`, `xfs`); empty leaves it to the
    ///     backend
    /// @param mountFlags options for mount(8), in the caller's order; they may be sensitive and are not logged
    /// @param group      the numeric group that files shall belong to, if the caller leaves that to the driver
    record Mount(Optional<String> fsType, List<String> mountFlags, Optional<String> group) implements VolumeAccess {
        /// Copies the flags.
        public Mount {
            mountFlags = List.copyOf(mountFlags);
        }

        @Override
        public String toString() {
            return "Mount[fsType=" + fsType.orElse("") + "]";
        }
    }
}
