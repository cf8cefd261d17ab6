package org.moorage.node.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moorage.api.volume.Bytes;

/// The kernel's own account of its block devices (`/sys/block`). What it says is the truth; what it does not say
/// is unknown.
final class Sysfs {
    private static final int SECTOR = 512;
    private static final int PAGE_HEADER = 4;
    private static final String GONE = " (deleted)";

    /// What is in the path of a host that stands for a SATA port or a USB device.
    private static final Pattern LOCAL_BUS = Pattern.compile("/(ata|usb)[0-9]+/");

    private final Path root;

    /// A host of the SCSI bus.
    ///
    /// @param name    the kernel's name: `host3`
    /// @param scan    where it takes the order to look for new disks
    /// @param network whether its disks are behind iSCSI or Fibre Channel: such a disk does not announce itself
    record ScsiHost(String name, Path scan, boolean network) {}

    /// @param root `/sys`
    Sysfs(Path root) {
        this.root = root;
    }

    /// The kernel's names of all whole disks: partitions are not among them.
    List<String> disks() {
        return children(root.resolve("block"));
    }

    /// The name of the disk with those numbers, if there is one.
    Optional<String> diskOf(DeviceNumber number) {
        return disks().stream()
                .filter(name -> number(name).filter(number::equals).isPresent())
                .findFirst();
    }

    /// Whether there is a device with those numbers, partitions included, and it has a size: what is left of a loop
    /// device that was detached has none.
    boolean present(DeviceNumber number) {
        return bytes(root.resolve("dev/block").resolve(number.toString()).resolve("size"))
                .map(size -> clean(new String(size, StandardCharsets.UTF_8)))
                .filter(size -> !size.equals("0"))
                .isPresent();
    }

    Optional<DeviceNumber> number(String disk) {
        return text(disk, "dev").map(DeviceNumber::parse);
    }

    Optional<Bytes> size(String disk) {
        return text(disk, "size").map(sectors -> new Bytes(Long.parseLong(sectors) * SECTOR));
    }

    boolean readOnly(String disk) {
        return text(disk, "ro").filter("1"::equals).isPresent();
    }

    /// All that the kernel shows of the disk's serial; empty when it shows nothing.
    List<ShownSerial> serials(String disk) {
        var shown = new ArrayList<ShownSerial>();
        Stream.of("serial", "device/serial", "uuid")
                .flatMap(file -> text(disk, file).stream())
                .map(ShownSerial.Plain::new)
                .forEach(shown::add);
        unitSerial(disk).map(ShownSerial.Plain::new).ifPresent(shown::add);
        Stream.of("device/wwid", "wwid")
                .flatMap(file -> text(disk, file).stream())
                .map(ShownSerial.WorldWide::new)
                .forEach(shown::add);
        text(disk, "loop/backing_file")
                .map(Sysfs::fileName)
                .map(ShownSerial.BackingFile::new)
                .ifPresent(shown::add);
        return List.copyOf(shown);
    }

    /// The disk's world-wide name, if it has one: disks that have the same are paths to the same.
    Optional<String> worldWideName(String disk) {
        return Stream.of("device/wwid", "wwid")
                .flatMap(file -> text(disk, file).stream())
                .findFirst();
    }

    /// The kernel's count of the disk, which no other one has had since the host was started (Linux 5.15).
    Optional<String> sequence(String disk) {
        return text(disk, "diskseq");
    }

    /// Whether this is a path that the kernel itself has joined with others, so that it has no node (NVMe).
    boolean hidden(String disk) {
        return text(disk, "hidden").filter("1"::equals).isPresent();
    }

    boolean isScsi(String disk) {
        return Files.exists(directory(disk).resolve("device/scsi_level"));
    }

    /// The multipath device that the disk is a path of, if it is one: then the disk itself must be left alone.
    Optional<String> multipath(String disk) {
        return children(directory(disk).resolve("holders")).stream()
                .filter(holder -> multipathName(holder).isPresent())
                .findFirst();
    }

    /// What multipathd calls the disk, if it is a multipath device.
    Optional<String> multipathName(String disk) {
        return text(disk, "dm/uuid").filter(uuid -> uuid.startsWith("mpath-")).flatMap(_ -> text(disk, "dm/name"));
    }

    /// The disks by which a multipath device is reached; any other disk alone.
    List<String> paths(String disk) {
        return multipathName(disk).isPresent() ? children(directory(disk).resolve("slaves")) : List.of(disk);
    }

    /// Where the kernel takes the orders to ask the disk for its size again: one file for each way to it.
    List<Path> rescanFiles(String disk) {
        return paths(disk).stream()
                .map(this::directory)
                .flatMap(directory -> Stream.concat(
                        Stream.of("device/rescan", "device/rescan_controller").map(directory::resolve),
                        controllers(directory.resolve("device"))))
                .filter(Files::isWritable)
                .toList();
    }

    /// The controllers of an NVMe subsystem, which is what stands behind a disk that the kernel reaches by several.
    private static Stream<Path> controllers(Path subsystem) {
        return children(subsystem).stream()
                .filter(name -> name.startsWith("nvme"))
                .map(name -> subsystem.resolve(name).resolve("rescan_controller"));
    }

    /// Where the kernel takes the order to forget the disk; none on buses where disks are not forgotten so.
    Optional<Path> deleteFile(String disk) {
        return Optional.of(directory(disk).resolve("device/delete")).filter(Files::isWritable);
    }

    /// Where the kernel takes the order to tell udev of the disk anew.
    Path eventFile(String disk) {
        return directory(disk).resolve("uevent");
    }

    /// The hosts of the SCSI bus whose disks may be volumes: not those of SATA and USB.
    List<ScsiHost> scsiHosts() {
        var hosts = root.resolve("class/scsi_host");
        return children(hosts).stream()
                .filter(host -> !isOfThisMachine(hosts.resolve(host)))
                .map(host -> new ScsiHost(host, hosts.resolve(host).resolve("scan"), isNetwork(host)))
                .toList();
    }

    /// Whether all ways to the disk lead over iSCSI or Fibre Channel.
    boolean isOnNetwork(String disk) {
        var paths = paths(disk);
        return !paths.isEmpty()
                && paths.stream()
                        .allMatch(path -> hostOf(path).filter(this::isNetwork).isPresent());
    }

    private boolean isNetwork(String host) {
        return Stream.of("iscsi_host", "fc_host")
                .anyMatch(
                        kind -> Files.exists(root.resolve("class").resolve(kind).resolve(host)));
    }

    /// `/sys/block/sdb/device` leads to `…/host3/…/3:0:0:1`: host, channel, target and unit.
    private Optional<String> hostOf(String disk) {
        return realPath(directory(disk).resolve("device"))
                .map(device -> device.getFileName().toString())
                .filter(address -> address.contains(":"))
                .map(address -> "host" + address.substring(0, address.indexOf(':')));
    }

    private static boolean isOfThisMachine(Path host) {
        return realPath(host)
                .map(Path::toString)
                .filter(LOCAL_BUS.asPredicate())
                .isPresent();
    }

    private static Optional<Path> realPath(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Path directory(String disk) {
        return root.resolve("block").resolve(disk);
    }

    /// The serial out of SCSI's page 0x80: a header of four bytes, then text padded with blanks.
    private Optional<String> unitSerial(String disk) {
        return bytes(directory(disk).resolve("device/vpd_pg80"))
                .filter(page -> page.length > PAGE_HEADER)
                .map(page -> Arrays.copyOfRange(page, PAGE_HEADER, page.length))
                .map(serial -> clean(new String(serial, StandardCharsets.US_ASCII)))
                .filter(serial -> !serial.isEmpty());
    }

    private Optional<String> text(String disk, String file) {
        return bytes(directory(disk).resolve(file))
                .map(content -> clean(new String(content, StandardCharsets.UTF_8)))
                .filter(content -> !content.isEmpty());
    }

    private static String clean(String text) {
        return text.replace("\0", "").strip();
    }

    private static String fileName(String path) {
        var kept = path.endsWith(GONE) ? path.substring(0, path.length() - GONE.length()) : path;
        return kept.substring(kept.lastIndexOf('/') + 1);
    }

    /// A device may go while it is looked at, so whatever cannot be read is not there.
    private static Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<String> children(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }
}
