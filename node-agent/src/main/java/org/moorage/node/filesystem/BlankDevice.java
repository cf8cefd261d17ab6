package org.moorage.node.filesystem;

import org.moorage.node.device.BlockDevice;

/// The proof that a device is blank. Only {@link Probe} gives one, {@link Maker} takes nothing else, and no code
/// that serves raw block access gets near either: so a volume used as a raw device can not be formatted.
final class BlankDevice {
    private final BlockDevice device;

    BlankDevice(BlockDevice device) {
        this.device = device;
    }

    BlockDevice device() {
        return device;
    }
}
