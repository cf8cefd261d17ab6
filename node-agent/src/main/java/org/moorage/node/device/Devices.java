package org.moorage.node.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.Bytes;
import org.moorage.node.host.Command;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The block devices of this host, found by what the kernel says of them. Safe for use by several threads.
public final class Devices {
    private static final Logger log = LoggerFactory.getLogger(Devices.class);
    private static final Duration UDEV_LIMIT = Duration.ofSeconds(5);

    /// Scanning a SCSI host is slow, so it is asked less often than the list of its disks is read.
    private static final int LOOKS_PER_SCAN = 4;

    private final Host host;
    private final Tools tools;
    private final Sysfs sysfs;
    private final DeviceSearch search;

    public Devices(Host host, Tools tools) {
        this.host = host;
        this.tools = tools;
        this.sysfs = new Sysfs(host.sys());
        this.search = new DeviceSearch(sysfs, host.links());
    }

    /// Waits for the device until it is there and as large as it must be, asking the kernel meanwhile to look.
    ///
    /// @throws Failure.Unavailable  it is not there, or too small, when the time is over
    /// @throws Failure.Precondition two devices show the serial
    public BlockDevice await(NodeAccess.BlockDevice access, Deadline deadline) {
        var what = "waiting for the device with serial " + access.serial();
        var looks = new AtomicInteger();
        var found = Waiting.until(what, deadline, () -> {
            var device = find(access.serial(), deadline);
            if (device.isEmpty() && looks.getAndIncrement() % LOOKS_PER_SCAN == 0) {
                scan();
            }
            return device;
        });
        var device = found.orElseThrow(() -> new Failure.Unavailable(missing(access.serial())));
        return access.leastSize()
                .map(least -> awaitSize(device, least, deadline))
                .orElse(device);
    }

    /// The device with that serial, if the kernel shows one now.
    ///
    /// @throws Failure.Precondition two devices show the serial
    public Optional<BlockDevice> find(String serial, Deadline deadline) {
        var disks = search.look(serial).disks();
        if (disks.size() > 1) {
            throw new Failure.Precondition("the devices " + String.join(" and ", disks) + " both show the serial "
                    + serial + ", and nothing tells which is the volume: detach one of them");
        }
        return disks.stream().findFirst().flatMap(disk -> describe(disk, deadline));
    }

    /// All devices that show that serial now, one or none if all is well.
    public List<BlockDevice> showing(String serial) {
        return search.look(serial).disks().stream()
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

    /// Waits until a device is at least that large, asking the kernel meanwhile for its size.
    ///
    /// @throws Failure.Unavailable it is not when the time is over
    public BlockDevice awaitSize(BlockDevice device, Bytes least, Deadline deadline) {
        var what = "waiting for " + device.node() + " to grow to " + least;
        return Waiting.until(what, deadline, () -> {
                    var now = look(device.name()).filter(seen -> seen.size().compareTo(least) >= 0);
                    if (now.isEmpty()) {
                        sysfs.rescanFile(device.name()).ifPresent(file -> order(file, "1"));
                    }
                    return now;
                })
                .orElseThrow(() -> new Failure.Unavailable(device.node() + " has " + sizeNow(device)
                        + " and must have at least " + least + ": the host has not seen the volume's new size"));
    }

    private String sizeNow(BlockDevice device) {
        return sysfs.size(device.name()).map(Bytes::toString).orElse("no size");
    }

    private Optional<BlockDevice> describe(String disk, Deadline deadline) {
        return look(disk).or(() -> {
            makeNode(disk, deadline);
            return look(disk);
        });
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

    /// The kernel has the disk but its node is missing: udev is asked for this one disk.
    private void makeNode(String disk, Deadline deadline) {
        var udevadm = tools.find("udevadm");
        if (udevadm.isEmpty()) {
            return;
        }
        var limit = deadline.within(UDEV_LIMIT);
        var directory = sysfs.directory(disk).toString();
        tools.run(new Command(udevadm.get(), List.of("trigger", "--action=add", directory)), limit);
        tools.run(
                new Command(
                        udevadm.get(),
                        List.of("settle", "--timeout=" + UDEV_LIMIT.toSeconds(), "--exit-if-exists=" + node(disk))),
                limit);
    }

    private void scan() {
        sysfs.scanFiles().forEach(file -> order(file, "- - -"));
    }

    private static void order(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException problem) {
            log.atDebug().addKeyValue("file", file).setCause(problem).log("kernel did not take a scan order");
        }
    }

    private String missing(String serial) {
        var strange = search.look(serial).strange();
        return "no device with serial " + serial + " has appeared: looked at "
                + host.sys().resolve("block") + " and "
                + host.links() + (strange.isEmpty() ? "" : "; " + String.join("; ", strange))
                + ". Is the volume attached to this node?";
    }
}
