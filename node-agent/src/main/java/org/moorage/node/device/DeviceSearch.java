package org.moorage.node.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Looks for the disk with a serial. The kernel alone says which disk that is; the links of `/dev/disk/by-id` are
/// read only to tell an operator about one that leads to another volume's disk, which happens when a device name
/// was used again before udev had caught up.
final class DeviceSearch {
    /// How much of a serial is in the names that udev makes of it.
    private static final int LINK_LENGTH = 20;

    private final Sysfs sysfs;
    private final Path links;

    /// @param links `/dev/disk/by-id`
    DeviceSearch(Sysfs sysfs, Path links) {
        this.sysfs = sysfs;
        this.links = links;
    }

    /// What one look brought.
    ///
    /// @param disks   the kernel's names of the disks that show the serial; more than one is as bad as none
    /// @param strange what was seen besides, for the message when no disk was found
    record Sighting(List<String> disks, List<String> strange) {}

    Sighting look(String serial) {
        var disks = sysfs.disks().stream()
                .filter(disk -> shows(disk, serial))
                .map(disk -> sysfs.multipath(disk).orElse(disk))
                .distinct()
                .toList();
        return new Sighting(disks, disks.isEmpty() ? strangeLinks(serial) : List.of());
    }

    private boolean shows(String disk, String serial) {
        return sysfs.serials(disk).stream().anyMatch(shown -> shown.shows(serial));
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
        var shown = sysfs.serials(disk);
        return shown.isEmpty()
                ? "not shown by the kernel"
                : shown.stream().map(ShownSerial::toString).distinct().collect(Collectors.joining(" or "));
    }
}
