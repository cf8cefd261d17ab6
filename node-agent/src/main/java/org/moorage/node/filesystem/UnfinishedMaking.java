package org.moorage.node.filesystem;

import org.moorage.node.device.BlockDevice;

/// The proof that a device holds nothing but what a mkfs left behind that did not come to its end. Only {@link
/// Probe} gives one.
final class UnfinishedMaking {
    private final BlockDevice device;
    private final FsType type;

    UnfinishedMaking(BlockDevice device, FsType type) {
        this.device = device;
        this.type = type;
    }

    BlockDevice device() {
        return device;
    }

    FsType type() {
        return type;
    }
}
