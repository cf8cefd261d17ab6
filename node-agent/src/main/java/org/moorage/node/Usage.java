package org.moorage.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.mount.HostPath;
import org.moorage.node.syscall.FileSystemUsage;
import org.moorage.node.syscall.SystemCallException;

/// Measures how full a volume is.
final class Usage {
    private final NodeHost host;

    Usage(NodeHost host) {
        this.host = host;
    }

    VolumeStats stats(Path volumePath, Deadline deadline) {
        if (!volumePath.isAbsolute()) {
            throw notThere(volumePath);
        }
        var path = HostPath.require("volume_path", volumePath);
        var number = DeviceNumber.at(path);
        if (number.isPresent()) {
            return host.devices()
                    .byNumber(number.get())
                    .map(device -> new VolumeStats.Block(device.size()))
                    .orElseThrow(() -> notThere(path));
        }
        if (host.mounts().table().top(path).isEmpty()) {
            throw notThere(path);
        }
        return fileSystem(path, deadline);
    }

    private VolumeStats fileSystem(Path path, Deadline deadline) {
        try {
            return stats(host.kernel().usage(path, deadline));
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable(
                    "the volume at " + path + " does not answer: " + refused.getMessage(), refused);
        }
    }

    static VolumeStats.FileSystem stats(FileSystemUsage usage) {
        return new VolumeStats.FileSystem(
                new Bytes(usage.blocks() * usage.blockSize()),
                new Bytes((usage.blocks() - usage.freeBlocks()) * usage.blockSize()),
                new Bytes(usage.availableBlocks() * usage.blockSize()),
                usage.inodes(),
                usage.inodes() - usage.freeInodes(),
                usage.freeInodes());
    }

    static Failure notThere(Path path) {
        return new Failure.NotFound("no volume is at " + path + ": nothing is mounted or shown there");
    }
}
