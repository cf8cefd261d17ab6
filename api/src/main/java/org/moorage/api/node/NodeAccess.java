package org.moorage.api.node;

import java.util.Optional;
import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;

/// How a node reaches a volume: a description that a backend gives and the node agent acts upon. A backend
/// touches no device and no mount itself.
public sealed interface NodeAccess {
    /// A block device that the cloud has attached to the node.
    ///
    /// @param serial        the serial that the hypervisor gives to the device, whole: Nova uses the volume's
    ///     UUID. Kernels
    ///                      show as much of it as the bus can carry (virtio: 20 characters)
    /// @param leastSize     the size in bytes that the device must have at least, if known
    /// @param defaultFsType the file system to make when neither the device nor the caller says which (`ext4`)
    /// @param formatting    how that file system is to be made
    record BlockDevice(String serial, Optional<Bytes> leastSize, String defaultFsType, Formatting formatting)
            implements NodeAccess {
        /// @throws Failure.Invalid if the serial is blank
        public BlockDevice {
            Identifier.require("the device's serial", serial);
        }

        /// A device on which a file system is made as mkfs does by itself.
        public BlockDevice(String serial, Optional<Bytes> leastSize, String defaultFsType) {
            this(serial, leastSize, defaultFsType, Formatting.USUAL);
        }
    }
}
