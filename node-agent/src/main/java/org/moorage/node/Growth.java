package org.moorage.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.filesystem.FsType;
import org.moorage.node.mount.HostPath;
import org.moorage.node.mount.MountEntry;

/// Brings a file system to its device's size after the volume has grown.
final class Growth {
    private final NodeHost host;

    Growth(NodeHost host) {
        this.host = host;
    }

    Bytes expand(ExpandRequest request, Deadline deadline) {
        if (!request.volumePath().isAbsolute() || !HostPath.exists(request.volumePath())) {
            throw new Failure.NotFound("no volume is at " + request.volumePath() + ": nothing is there");
        }
        var mounted = paths(request).flatMap(path -> mountAt(path).stream()).findFirst();
        var device = mounted.flatMap(host::deviceOf)
                .or(() -> rawDevice(request, deadline))
                .orElseThrow(() -> new Failure.NotFound(
                        "no volume is at " + request.volumePath() + ": no device is mounted or shown there"));
        var grown = request.required()
                .map(least -> host.devices().awaitSize(device, least, deadline))
                .orElseGet(() -> host.devices().measured(device, deadline));
        mounted.filter(entry -> entry.isFileSystemOf(grown)).ifPresent(_ -> grow(grown, deadline));
        return grown.size();
    }

    private static Stream<Path> paths(ExpandRequest request) {
        return Stream.concat(Stream.of(request.volumePath()), request.staging().stream())
                .filter(Path::isAbsolute)
                .map(path -> HostPath.require("volume_path", path));
    }

    private Optional<MountEntry> mountAt(Path path) {
        return host.mounts().table().top(path);
    }

    /// A raw device stands at the path itself, or, while it is only staged, nowhere: then its id must do.
    private Optional<BlockDevice> rawDevice(ExpandRequest request, Deadline deadline) {
        var shown = DeviceNumber.at(request.volumePath()).flatMap(host.devices()::byNumber);
        if (shown.isPresent() || !isBlock(request.capability())) {
            return shown;
        }
        return host.devices().find(request.volume().value(), deadline);
    }

    private static boolean isBlock(Optional<VolumeCapability> capability) {
        return capability
                .filter(asked -> asked.access() instanceof VolumeAccess.Block)
                .isPresent();
    }

    /// A file system is grown through a mount that can be written to; where there is none, it must stay as it is.
    private void grow(BlockDevice device, Deadline deadline) {
        host.mounts().table().of(device).stream()
                .filter(entry -> entry.isFileSystemOf(device) && !entry.readOnly())
                .findFirst()
                .ifPresent(entry ->
                        host.fileSystems().growMounted(device, FsType.require(entry.type()), entry.point(), deadline));
    }
}
