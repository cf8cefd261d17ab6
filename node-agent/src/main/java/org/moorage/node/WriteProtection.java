package org.moorage.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Undo;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;
import org.moorage.node.syscall.SystemCallException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps raw devices that are shown read-only from being written to. The mount alone does not: Linux asks it about
/// files, not about what a device's node leads to. So the device itself is closed to writing, which holds for all
/// its targets on this host.
final class WriteProtection {
    private static final Logger log = LoggerFactory.getLogger(WriteProtection.class);

    /// How long taking it back may last when the caller's own time is over.
    private static final Duration UNDO_LIMIT = Duration.ofSeconds(10);

    private final NodeHost host;

    WriteProtection(NodeHost host) {
        this.host = host;
    }

    /// Closes or opens the device to writing, as wanted, and enters that.
    ///
    /// @throws Failure.Precondition it is shown elsewhere in the other way, or can be read only in any case
    void set(BlockDevice device, boolean readOnly, Undo undo, Deadline deadline) {
        if (readOnly == device.readOnly()) {
            return;
        }
        nodes(device).filter(shown -> shown.readOnly() != readOnly).findFirst().ifPresent(shown -> {
            throw new Failure.Precondition("the raw device " + device.node() + " is shown "
                    + (readOnly ? "to be written to" : "read-only") + " at " + shown.point()
                    + "; on one node a raw device is read-only for all or for none");
        });
        undo.add(() -> protect(device, !readOnly, Deadline.after(UNDO_LIMIT, deadline.clock())));
        protect(device, readOnly, deadline);
        if (now(device.number()) != readOnly) {
            throw new Failure.Precondition(device.node()
                    + (readOnly
                            ? " was made read-only, but the kernel still lets it be written to"
                            : " can only be read, and the volume was asked for to be written to"));
        }
    }

    private Stream<MountEntry> nodes(BlockDevice device) {
        return host.mounts().table().entries().stream().filter(entry -> entry.isNodeOf(device));
    }

    private boolean now(DeviceNumber number) {
        return host.devices().byNumber(number).filter(BlockDevice::readOnly).isPresent();
    }

    private void protect(BlockDevice device, boolean readOnly, Deadline deadline) {
        try {
            host.kernel().protect(device.node(), readOnly, deadline);
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable(
                    device.node() + " could not be made " + (readOnly ? "read-only" : "writable") + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    /// Opens the volume's device to writing again, once it is nowhere shown or mounted. If that fails, the next one
    /// who wants to write does it.
    void lift(VolumeId volume, MountTable before, Path target, Deadline deadline) {
        var devices = before.top(target)
                .flatMap(host::deviceOf)
                .map(List::of)
                .orElseGet(() -> host.devices().showing(volume.value()));
        for (var device : devices) {
            if (device.readOnly() && host.mounts().table().of(device).isEmpty()) {
                try {
                    host.kernel().protect(device.node(), false, deadline);
                } catch (SystemCallException refused) {
                    log.atDebug()
                            .addKeyValue("device", device.node())
                            .setCause(refused)
                            .log("a device stays read-only");
                }
            }
        }
    }
}
