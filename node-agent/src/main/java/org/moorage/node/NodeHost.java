package org.moorage.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.device.Devices;
import org.moorage.node.filesystem.FileSystems;
import org.moorage.node.filesystem.FsType;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;
import org.moorage.node.mount.Mounts;
import org.moorage.node.syscall.Kernel;

/// The host as the steps of the node service work with it.
///
/// @param devices     its block devices
/// @param fileSystems what is on them
/// @param mounts      what is mounted
/// @param kernel      its system calls
record NodeHost(Devices devices, FileSystems fileSystems, Mounts mounts, Kernel kernel) implements AutoCloseable {
    static NodeHost of(Host host) {
        var tools = new Tools(host.tools());
        var kernel = new Kernel();
        return new NodeHost(
                new Devices(host, tools, kernel), new FileSystems(tools, kernel), new Mounts(host, kernel), kernel);
    }

    /// The block device that an access describes.
    static NodeAccess.BlockDevice blockDevice(NodeAccess access) {
        return switch (access) {
            case NodeAccess.BlockDevice device -> device;
            case NodeAccess.NetworkMount _ ->
                throw new Failure.Invalid("the volume is a file system of the network, and no block device");
        };
    }

    /// The device whose file system or node is mounted there, if the host still has it.
    Optional<BlockDevice> deviceOf(MountEntry entry) {
        return numberOf(entry).flatMap(devices::byNumber);
    }

    /// Whether this is what is left of a volume whose device was detached under it: nothing can be read there. A
    /// partition is a device, though no volume: what is mounted from one is in use.
    boolean isOfGoneDevice(MountEntry entry) {
        return FsType.named(entry.type()).isPresent()
                && numberOf(entry).filter(devices::present).isEmpty();
    }

    private static Optional<DeviceNumber> numberOf(MountEntry entry) {
        return DeviceNumber.at(entry.point()).or(entry::fileSystemDevice);
    }

    /// The mounts of a device other than those at these paths. Where mounts are propagated, one mount shows at
    /// several paths that end alike; such a copy is not another one.
    static List<MountEntry> elsewhere(MountTable table, BlockDevice device, Path... paths) {
        return table.of(device).stream()
                .filter(entry -> List.of(paths).stream().noneMatch(path -> isCopy(entry.point(), path)))
                .toList();
    }

    private static boolean isCopy(Path point, Path path) {
        return point.endsWith(path.subpath(0, path.getNameCount()));
    }

    /// Lets only those mounts through that may be the volume's, so that a wrong path in a request unmounts neither a
    /// part of the host nor another volume.
    ///
    /// @throws Failure.Precondition something else is mounted at the path, or something below it
    void requireOurs(MountTable table, Path path, VolumeId volume) {
        var layers = table.at(path);
        for (var layer : layers) {
            if (!isVolume(table, layer)) {
                throw new Failure.Precondition(
                        "what is mounted is no volume of ours and was left as it is: " + layer.describe());
            }
        }
        table.top(path).flatMap(this::deviceOf).ifPresent(mounted -> requireNoOther(mounted, path, volume));
        var below = table.below(path);
        if (!layers.isEmpty() && !below.isEmpty()) {
            throw new Failure.Precondition(path + " was not unmounted: mounted below it is "
                    + below.getFirst().describe());
        }
    }

    /// A volume is a device's node, or a file system of its own: never the one that the host itself runs from.
    private static boolean isVolume(MountTable table, MountEntry layer) {
        var ofHost = table.top(Path.of("/"))
                .filter(root ->
                        root.device().equals(layer.device()) || root.source().equals(layer.source()))
                .isPresent();
        return DeviceNumber.at(layer.point()).isPresent()
                || (FsType.named(layer.type()).isPresent() && !ofHost);
    }

    /// Where the volume's own device can be told by its id, what is mounted must be that one.
    private void requireNoOther(BlockDevice mounted, Path path, VolumeId volume) {
        var own = devices.showing(volume.value());
        if (!own.isEmpty() && own.stream().noneMatch(device -> device.number().equals(mounted.number()))) {
            throw new Failure.Precondition(
                    "the volume " + volume + " is " + own.getFirst().node() + ", but mounted at " + path + " is "
                            + mounted.node() + "; it was left as it is");
        }
    }

    @Override
    public void close() {
        kernel.close();
    }
}
