package org.moorage.node.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks for the disk with a serial. The kernel says which disk that is, and udev where the kernel is silent; the
/// links of `/dev/disk/by-id` are read only to tell an operator about one that leads to another volume's disk, which
/// happens when a device name was used again before udev had caught up.
///
/// Disks with one world-wide name are paths to one volume. Then the multipath device that joins them is the volume,
/// and a path is never taken in its place, nor while such a device is still to come.
final class DeviceSearch {
    /// How much of a serial is in the names that udev makes of it.
    private static final int LINK_LENGTH = 20;

    private final Sysfs sysfs;
    private final UdevDatabase udev;
    private final Path links;

    /// @param links `/dev/disk/by-id`
    DeviceSearch(Sysfs sysfs, UdevDatabase udev, Path links) {
        this.sysfs = sysfs;
        this.udev = udev;
        this.links = links;
    }

    /// What one look brought.
    ///
    /// @param disks   the kernel's names of the disks that show the serial; more than one is as bad as none
    /// @param paths   the names of those that are paths to it, which nothing joins yet
    /// @param strange what was seen besides, for the message when no disk was found
    record Sighting(List<String> disks, List<String> paths, List<String> strange) {}

    Sighting look(String serial) {
        var units = new LinkedHashMap<String, List<String>>();
        sysfs.disks().stream()
                .filter(disk -> !sysfs.hidden(disk) && shows(disk, serial))
                .forEach(disk -> units.computeIfAbsent(unit(disk), _ -> new ArrayList<>())
                        .add(disk));
        var disks = new ArrayList<String>();
        var paths = new ArrayList<String>();
        for (var unit : units.values()) {
            var maps = unit.stream()
                    .flatMap(path -> sysfs.multipath(path).stream())
                    .distinct()
                    .toList();
            if (!maps.isEmpty()) {
                disks.addAll(maps);
            } else if (unit.size() > 1 || isPath(unit.getFirst())) {
                paths.addAll(unit);
            } else {
                disks.addAll(unit);
            }
        }
        return new Sighting(List.copyOf(disks), List.copyOf(paths), units.isEmpty() ? strangeLinks(serial) : List.of());
    }

    /// Whether udev has yet to say what that disk is: until it has, a SCSI disk may be a path.
    boolean unsettled(String disk) {
        return udev.present() && sysfs.isScsi(disk) && entry(disk).isEmpty();
    }

    private String unit(String disk) {
        return sysfs.worldWideName(disk).orElse(disk);
    }

    private boolean isPath(String disk) {
        return entry(disk).filter(UdevDatabase.Entry::isPath).isPresent();
    }

    private Optional<UdevDatabase.Entry> entry(String disk) {
        return sysfs.number(disk).flatMap(number -> udev.entry(number, sysfs.sequence(disk)));
    }

    private boolean shows(String disk, String serial) {
        return serials(disk).stream().anyMatch(shown -> shown.shows(serial));
    }

    private List<ShownSerial> serials(String disk) {
        var shown = sysfs.serials(disk);
        return shown.isEmpty() ? entry(disk).map(UdevDatabase.Entry::serials).orElse(List.of()) : shown;
    }

    private List<String> strangeLinks(String serial) {
        var strange = new ArrayList<String>();
        try (var entries = Files.list(links)) {
            entries.filter(link -> names(link, serial)).sorted().forEach(link -> strange.add(describe(link)));
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
        return List.copyOf(strange);
    }

    /// `virtio-<20>`, `virtio-<id>`, `scsi-0QEMU_QEMU_HARDDISK_<20>` or `_<id>`, `wwn-0x<id without dashes>`, and so
    /// on:
    /// whatever the bus, a part of the serial is in the name.
    private static boolean names(Path link, String serial) {
        var name = link.getFileName().toString();
        var begin = serial.substring(0, Math.min(serial.length(), LINK_LENGTH));
        return name.contains(begin) || name.contains(serial.replace("-", ""));
    }

    private String describe(Path link) {
        return DeviceNumber.of(link)
                .flatMap(sysfs::diskOf)
                .map(disk -> "the link " + link + " leads to " + disk + ", whose serial is " + serialsOf(disk))
                .orElse("the link " + link + " leads to no disk");
    }

    private String serialsOf(String disk) {
        var shown = serials(disk);
        return shown.isEmpty()
                ? "not shown by the kernel"
                : shown.stream().map(ShownSerial::toString).distinct().collect(Collectors.joining(" or "));
    }
}
