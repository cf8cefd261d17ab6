package org.moorage.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Host;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;

/// The disks of this host, and who uses them. Only the kernel's tables are read, and no disk is opened: so this is
/// cheap, and no dead disk holds it.
final class HostDisks {
    /// The way of virtio-blk, SCSI, NVMe and Xen disks to be called; loop devices, CD-ROMs and the like are none.
    private static final Pattern NAME = Pattern.compile("(vd|sd|xvd)[a-z]+|nvme[0-9]+n[0-9]+");

    private final Host host;

    HostDisks(Host host) {
        this.host = host;
    }

    /// How a disk is attached.
    enum Bus {
        VIRTIO_BLK,
        VIRTIO_SCSI,
        XEN,
        OTHER
    }

    /// A whole disk.
    ///
    /// @param name   the kernel's name
    /// @param bus    how it is attached
    /// @param serial what the kernel shows of its serial
    record Disk(String name, Bus bus, Optional<String> serial) {
        /// A volume's id, as much of it as virtio-blk carries.
        private static final Pattern VOLUME = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f].*");

        boolean hasVolumeSerial() {
            return bus == Bus.OTHER
                    || bus == Bus.XEN
                    || serial.filter(text -> VOLUME.matcher(text).matches()).isPresent();
        }
    }

    /// All disks.
    List<Disk> all() {
        return children(block()).stream()
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> new Disk(name, bus(name), serial(name)))
                .toList();
    }

    /// The mounts of the disk, of its partitions, and of what is built upon them. Only where a device's node is
    /// mounted is the place itself looked at: a file system of the network may not answer.
    List<MountEntry> mounts(Disk disk, MountTable table) {
        var names = parts(disk.name());
        var numbers = names.stream()
                .flatMap(name -> text(sysClass(name).resolve("dev")).stream())
                .map(DeviceNumber::parse)
                .toList();
        return table.entries().stream()
                .filter(entry -> numbers.contains(entry.device())
                        || (entry.isDeviceNode()
                                && DeviceNumber.at(entry.point())
                                        .filter(numbers::contains)
                                        .isPresent())
                        || names.stream().anyMatch(name -> entry.source().equals("/dev/" + name)))
                .toList();
    }

    /// Whether a file system of the disk is mounted or swap is on it, in whatever mount namespace: the kernel keeps
    /// these tables for the whole host.
    boolean usedByHost(Disk disk) {
        var swaps = text(host.proc().resolve("swaps")).orElse("");
        var mounted = Stream.of("ext4", "xfs")
                .flatMap(type -> children(host.sys().resolve("fs").resolve(type)).stream());
        var btrfs = host.sys().resolve("fs/btrfs");
        var pooled = children(btrfs).stream()
                .flatMap(pool -> children(btrfs.resolve(pool).resolve("devices")).stream());
        var users = Stream.concat(mounted, pooled).toList();
        return parts(disk.name()).stream()
                .anyMatch(name -> users.contains(name) || swaps.contains("/dev/" + name + " "));
    }

    /// The disk, its partitions, and what is built upon them: device mapper, RAID.
    private List<String> parts(String name) {
        var partitions = children(sysClass(name)).stream()
                .filter(part -> part.startsWith(name)
                        && Files.exists(sysClass(name).resolve(part).resolve("partition")));
        var holders = children(sysClass(name).resolve("holders")).stream();
        return Stream.concat(Stream.of(name), Stream.concat(partitions, holders).flatMap(part -> parts(part).stream()))
                .distinct()
                .toList();
    }

    private Bus bus(String name) {
        if (name.startsWith("vd")) {
            return Bus.VIRTIO_BLK;
        }
        if (name.startsWith("xvd")) {
            return Bus.XEN;
        }
        return name.startsWith("sd") && isVirtioScsi(name) ? Bus.VIRTIO_SCSI : Bus.OTHER;
    }

    private boolean isVirtioScsi(String name) {
        try {
            for (var step : sysClass(name).resolve("device").toRealPath()) {
                var adapter =
                        host.sys().resolve("class/scsi_host").resolve(step).resolve("proc_name");
                if (step.toString().startsWith("host") && text(adapter).stream().anyMatch("virtio_scsi"::equals)) {
                    return true;
                }
            }
        } catch (IOException _) {
            return false;
        }
        return false;
    }

    /// virtio-blk has a file for it; SCSI has page 0x80, whose text begins behind four bytes.
    private Optional<String> serial(String name) {
        var page = sysClass(name).resolve("device/vpd_pg80");
        return text(sysClass(name).resolve("serial"))
                .or(() -> text(page).filter(text -> text.length() > 4).map(text -> text.substring(4)))
                .map(text -> text.replace("\0", "").strip())
                .filter(text -> !text.isEmpty());
    }

    private Path block() {
        return host.sys().resolve("block");
    }

    private Path sysClass(String name) {
        return host.sys().resolve("class/block").resolve(name);
    }

    /// What a file of the kernel's says; empty when it is not there.
    static Optional<String> text(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).stripTrailing());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The names in a directory of the kernel's; none when it is not there.
    static List<String> children(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }
}
