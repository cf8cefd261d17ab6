package org.moorage.node.device;

import java.nio.file.Path;
import org.moorage.api.volume.Bytes;

/// A block device whose identity the kernel has vouched for.
///
/// @param name     the kernel's name: `vdb`, `sdc`, `nvme1n1`, `loop0`
/// @param node     its node: `/dev/vdb`
/// @param number   its numbers
/// @param size     its size when it was looked at
/// @param readOnly whether the kernel refuses to write to it
public record BlockDevice(String name, Path node, DeviceNumber number, Bytes size, boolean readOnly) {}
