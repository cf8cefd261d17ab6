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
import java.util.stream.Stream;
import org.moorage.api.volume.Bytes;

/// The kernel's own account of its block devices (`/sys/block`). What it says is the truth; what it does not say
/// is unknown.
final class Sysfs {
    private static final int SECTOR = 512;
    private static final int PAGE_HEADER = 4;
    private static final String GONE = " (deleted)";

    private final Path root;

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

    /// The multipath device that the disk is a path of, if it is one: then the disk itself must be left alone.
    Optional<String> multipath(String disk) {
        return children(directory(disk).resolve("holders")).stream()
                .filter(holder -> text(holder, "dm/uuid")
                        .filter(uuid -> uuid.startsWith("mpath-"))
                        .isPresent())
                .findFirst();
    }

    /// Where the kernel takes the order to ask the disk for its size again.
    Optional<Path> rescanFile(String disk) {
        return Stream.of("device/rescan", "device/rescan_controller")
                .map(directory(disk)::resolve)
                .filter(Files::isWritable)
                .findFirst();
    }

    /// Where the kernel takes the order to look for new disks, one file for each SCSI host; none on other buses.
    List<Path> scanFiles() {
        var hosts = root.resolve("class/scsi_host");
        return children(hosts).stream()
                .map(host -> hosts.resolve(host).resolve("scan"))
                .toList();
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
