package org.moorage.node.device;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.Bytes;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The block devices of this host, found by what the kernel says of them. Safe for use by several threads.
public final class Devices {
    private static final Logger log = LoggerFactory.getLogger(Devices.class);

    /// How long one order to the kernel or to multipathd may take; what is waited for is then looked for anew.
    private static final Duration ORDER_LIMIT = Duration.ofSeconds(5);

    /// A hypervisor that encrypts a volume keeps a header of it to itself (LUKS: up to 16 MiB), so the device may be
    /// that much smaller than the volume.
    private static final long HEADER = 16L << 20;

    /// The most of a small volume that is taken for such a header.
    private static final int HEADER_SHARE = 64;

    private static final String NOW = "1";
    private static final String EVERYWHERE = "- - -";

    private final Host host;
    private final Kernel kernel;
    private final Sysfs sysfs;
    private final DeviceSearch search;
    private final Multipathd multipathd;

    public Devices(Host host, Tools tools, Kernel kernel) {
        this.host = host;
        this.kernel = kernel;
        this.sysfs = new Sysfs(host.sys());
        this.search = new DeviceSearch(sysfs, new UdevDatabase(host.udev()), host.links());
        this.multipathd = new Multipathd(tools);
    }

    /// Waits for the device until it is there and as large as it must be, asking the kernel meanwhile to look.
    ///
    /// @throws Failure.Unavailable  it is not there, too small, or only its paths are there when the time is over
    /// @throws Failure.Precondition two devices show the serial
    public BlockDevice await(NodeAccess.BlockDevice access, Deadline deadline) {
        var serial = access.serial();
        var arrival = new Arrival(deadline);
        var device = Waiting.until("waiting for the device with serial " + serial, deadline, () -> arrival.look(serial))
                .orElseThrow(() -> new Failure.Unavailable(missing(serial)));
        return access.leastSize()
                .map(least -> awaitSize(device, least, deadline))
                .orElse(device);
    }

    /// The coming of one device, as one call waits for it.
    private final class Arrival {
        /// How many looks udev is given to say whether a disk is a path.
        private static final int PATIENCE = 8;

        private final Deadline deadline;
        private final BusScan scan;
        private int unsettled;
        private boolean refreshed;

        Arrival(Deadline deadline) {
            this.deadline = deadline;
            this.scan = new BusScan(sysfs, host -> order(host.scan(), EVERYWHERE, deadline));
        }

        Optional<BlockDevice> look(String serial) {
            var sighting = search.look(serial);
            var disk = only(serial, sighting);
            if (disk.isEmpty()) {
                if (sighting.paths().isEmpty()) {
                    scan.lookedInVain(serial);
                }
                return Optional.empty();
            }
            return disk.filter(this::isSettled).filter(this::isOfNow).flatMap(name -> describe(name, deadline));
        }

        private boolean isSettled(String disk) {
            if (!search.unsettled(disk) || unsettled == PATIENCE) {
                return true;
            }
            if (unsettled++ == 0) {
                order(sysfs.eventFile(disk), "change", deadline);
            }
            return false;
        }

        /// What is known of a disk behind iSCSI or Fibre Channel was asked when it was first seen, and another
        /// volume may have got its number since.
        private boolean isOfNow(String disk) {
            if (refreshed || !sysfs.isOnNetwork(disk)) {
                return true;
            }
            refreshed = true;
            rescan(disk, deadline);
            return false;
        }
    }

    /// The device with that serial, if the kernel shows one now.
    ///
    /// @throws Failure.Unavailable  only paths to it are there
    /// @throws Failure.Precondition two devices show the serial
    public Optional<BlockDevice> find(String serial, Deadline deadline) {
        var sighting = search.look(serial);
        var disk = only(serial, sighting);
        if (disk.isEmpty() && !sighting.paths().isEmpty()) {
            throw new Failure.Unavailable(unjoined(serial, sighting.paths()));
        }
        return disk.flatMap(name -> describe(name, deadline));
    }

    private static Optional<String> only(String serial, DeviceSearch.Sighting sighting) {
        var disks = sighting.disks();
        if (disks.size() > 1) {
            throw new Failure.Precondition("the devices " + String.join(" and ", disks) + " both show the serial "
                    + serial + ", and nothing tells which is the volume: detach one of them");
        }
        return disks.stream().findFirst();
    }

    /// All devices that show that serial now, one or none if all is well. Paths that nothing joins are not among them.
    public List<BlockDevice> showing(String serial) {
        return search.look(serial).disks().stream()
                .flatMap(disk -> look(disk).stream())
                .toList();
    }

    /// All ways by which that serial is seen now: what {@link #showing} finds, and the disks of the network that are
    /// paths to it and that nothing joins, or joins any more. For who takes them away.
    public List<BlockDevice> left(String serial) {
        var sighting = search.look(serial);
        var paths = sighting.paths().stream().filter(sysfs::isOnNetwork);
        return Stream.concat(sighting.disks().stream(), paths)
                .flatMap(disk -> look(disk).stream())
                .toList();
    }

    /// The device with those numbers, if there is one.
    public Optional<BlockDevice> byNumber(DeviceNumber number) {
        return sysfs.diskOf(number).flatMap(this::look);
    }

    /// Whether the kernel still has a device with those numbers, be it a disk or a part of one.
    public boolean present(DeviceNumber number) {
        return sysfs.present(number);
    }

    /// Waits until a device is at least that large, but for the header of an encrypted one, asking the kernel
    /// meanwhile for its size.
    ///
    /// @throws Failure.Unavailable it is not when the time is over
    /// @throws Failure.Broken      its paths are, but multipathd is not there to be told so
    public BlockDevice awaitSize(BlockDevice device, Bytes least, Deadline deadline) {
        var what = "waiting for " + device.node() + " to grow to " + least;
        return Waiting.until(
                        what,
                        deadline,
                        () -> atLeast(device, least).or(() -> {
                            measure(device, deadline);
                            return atLeast(device, least);
                        }))
                .orElseThrow(() -> new Failure.Unavailable(device.node() + " has " + sizeNow(device)
                        + " and must have at least " + least + ": the host has not seen the volume's new size"));
    }

    /// The device with the size that it has after the kernel has asked for it anew.
    public BlockDevice measured(BlockDevice device, Deadline deadline) {
        measure(device, deadline);
        return look(device.name()).orElse(device);
    }

    /// Takes a device away from this host, and all ways to it, when nobody uses it any more. Behind iSCSI and
    /// Fibre Channel nobody else does that, and what stays would answer for the volume that gets its number next.
    /// The disks of a virtual machine are its hypervisor's to take.
    ///
    /// @throws Failure.Unavailable somebody still uses the multipath device
    public void remove(BlockDevice device, Deadline deadline) {
        if (!sysfs.isOnNetwork(device.name())) {
            return;
        }
        var paths = sysfs.paths(device.name());
        sysfs.multipathName(device.name()).ifPresent(map -> {
            multipathd.remove(map, deadline);
            if (sysfs.multipathName(device.name()).filter(map::equals).isPresent()) {
                throw new Failure.Unavailable("multipathd did not take the multipath device " + map + " apart");
            }
        });
        paths.forEach(path -> sysfs.deleteFile(path).ifPresent(file -> order(file, NOW, deadline)));
    }

    private Optional<BlockDevice> atLeast(BlockDevice device, Bytes least) {
        var enough = least.count() - Math.min(HEADER, least.count() / HEADER_SHARE);
        return look(device.name()).filter(seen -> seen.size().count() >= enough);
    }

    /// Asks for the size of a disk anew, first of its paths, then of what joins them.
    private void measure(BlockDevice device, Deadline deadline) {
        rescan(device.name(), deadline);
        sysfs.multipathName(device.name())
                .filter(_ -> pathsAreLarger(device.name()))
                .ifPresent(map -> multipathd.resize(map, deadline));
    }

    private boolean pathsAreLarger(String map) {
        var least = sysfs.paths(map).stream()
                .flatMap(path -> sysfs.size(path).stream())
                .min(Bytes::compareTo);
        return least.isPresent()
                && sysfs.size(map)
                        .filter(size -> size.compareTo(least.get()) < 0)
                        .isPresent();
    }

    private void rescan(String disk, Deadline deadline) {
        sysfs.rescanFiles(disk).forEach(file -> order(file, NOW, deadline));
    }

    private String sizeNow(BlockDevice device) {
        return sysfs.size(device.name()).map(Bytes::toString).orElse("no size");
    }

    /// The device as it is now. If the kernel has the disk but its node is missing, udev is told of this one disk.
    private Optional<BlockDevice> describe(String disk, Deadline deadline) {
        var device = look(disk);
        if (device.isEmpty()) {
            order(sysfs.eventFile(disk), "add", deadline);
        }
        return device.or(() -> look(disk));
    }

    /// The device as it is now; empty unless its node leads to the numbers that the kernel gave the disk.
    private Optional<BlockDevice> look(String disk) {
        var node = node(disk);
        var number = sysfs.number(disk);
        var size = sysfs.size(disk).filter(bytes -> bytes.count() > 0);
        if (number.isEmpty() || size.isEmpty() || !DeviceNumber.at(node).equals(number)) {
            return Optional.empty();
        }
        return Optional.of(new BlockDevice(disk, node, number.get(), size.get(), sysfs.readOnly(disk)));
    }

    /// Device names with a slash are written with an exclamation mark in sysfs.
    private Path node(String disk) {
        return host.dev().resolve(disk.replace('!', '/'));
    }

    /// An order that is refused or takes long is no failure: what counts is what the kernel shows afterwards.
    private void order(Path file, String text, Deadline deadline) {
        try {
            kernel.order(file, text, deadline.within(ORDER_LIMIT));
        } catch (SystemCallException | Failure.Unfinished problem) {
            log.atDebug().addKeyValue("file", file).setCause(problem).log("kernel did not take an order");
        }
    }

    private String missing(String serial) {
        var sighting = search.look(serial);
        if (!sighting.paths().isEmpty()) {
            return unjoined(serial, sighting.paths());
        }
        return "no device with serial " + serial + " has appeared: looked at "
                + host.sys().resolve("block") + " and "
                + host.links()
                + (sighting.strange().isEmpty() ? "" : "; " + String.join("; ", sighting.strange()))
                + ". Is the volume attached to this node?";
    }

    private static String unjoined(String serial, List<String> paths) {
        return "the volume with serial " + serial + " has only shown its paths (" + String.join(", ", paths)
                + "), and no multipath device joins them: is multipathd running on this host?";
    }
}
