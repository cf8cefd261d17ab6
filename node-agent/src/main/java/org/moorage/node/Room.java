package org.moorage.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.api.node.VolumeLimit;
import org.moorage.node.host.Host;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;

/// How many volumes this host has room for.
///
/// **The answer does not depend on the volumes that are there**, since the orchestrator counts those itself: a
/// volume that comes takes a slot and is one volume more. What is a volume is told by what is not one: a disk that
/// the host uses for itself, or that has no serial of Cinder's form. So a volume counts as one from the moment it is
/// attached to the moment it is detached, mounted or not, and a volume that was attached by hand counts as one
/// until somebody mounts it.
final class Room {
    private final Path sys;
    private final HostDisks disks;

    Room(Host host) {
        this.sys = host.sys();
        this.disks = new HostDisks(host);
    }

    /// How many volumes fit, those that are there included; at least 1, since 0 means no limit.
    long volumes(VolumeLimit.Measured limit, MountTable table) {
        var all = disks.all();
        var scsi = on(all, HostDisks.Bus.VIRTIO_SCSI);
        var blk = on(all, HostDisks.Bus.VIRTIO_BLK);
        if (!scsi.isEmpty()) {
            return least(scsi, table, limit.onScsi() - foreign(scsi, table));
        }
        if (blk.isEmpty()) {
            // Disks that Nova did not name take nothing from its names: those of bare metal, or of VMware.
            return least(all, table, limit.otherwise() - foreign(on(all, HostDisks.Bus.XEN), table));
        }
        var room = freeSlots()
                .map(free -> Math.min(volumes(blk, table) + free, limit.onScsi()))
                .orElseGet(() -> limit.otherwise() - foreign(blk, table));
        return least(blk, table, room);
    }

    private long least(List<HostDisks.Disk> some, MountTable table, long room) {
        return Math.max(room, Math.max(volumes(some, table), 1));
    }

    private static List<HostDisks.Disk> on(List<HostDisks.Disk> all, HostDisks.Bus bus) {
        return all.stream().filter(disk -> disk.bus() == bus).toList();
    }

    private long foreign(List<HostDisks.Disk> some, MountTable table) {
        return some.size() - volumes(some, table);
    }

    private long volumes(List<HostDisks.Disk> some, MountTable table) {
        return some.stream().filter(disk -> isVolume(disk, table)).count();
    }

    private boolean isVolume(HostDisks.Disk disk, MountTable table) {
        var mounts = disks.mounts(disk, table);
        if (mounts.stream().anyMatch(Room::isOfKubelet)) {
            return true;
        }
        return disk.hasVolumeSerial() && mounts.isEmpty() && !disks.usedByHost(disk);
    }

    /// Whether kubelet has it mounted as a volume of CSI: staged, published, or a part of it in a pod. Its own
    /// directory differs from one distribution to the next, what is below does not. A driver of local directories
    /// shows a part of the host's own disk there, which makes no volume of that disk.
    private static boolean isOfKubelet(MountEntry entry) {
        var path = entry.point().toString();
        return (path.contains("/kubernetes.io/csi/") || path.contains("/kubernetes.io~csi/"))
                && (entry.root().equals("/") || entry.isDeviceNode());
    }

    /// The free slots for cards; empty where the kernel shows none at all, free or not. On an i440fx each of its
    /// slots is there, on a q35 those that Nova was told to keep (`num_pcie_ports`).
    private Optional<Long> freeSlots() {
        var slots = HostDisks.children(sys.resolve("bus/pci/slots"));
        var cards = HostDisks.children(sys.resolve("bus/pci/devices"));
        if (slots.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(slots.stream()
                .flatMap(slot -> HostDisks.text(
                        sys.resolve("bus/pci/slots").resolve(slot).resolve("address"))
                        .stream())
                .filter(address -> cards.stream().noneMatch(card -> card.startsWith(address + ".")))
                .count());
    }
}
