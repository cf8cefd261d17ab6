package org.moorage.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Host;
import org.moorage.node.mount.HostPath;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.syscall.SystemCallException;

/// Tells how a volume in use is, from what the kernel has noticed: a device that has gone, a file system that gave
/// up after an error, errors that it has written down. Nothing is written, and a file system that does not answer
/// is an ailment, not a wait.
final class Examination {
    /// How long a file system may take to say how full it is.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final List<String> OFFLINE = List.of("offline", "transport-offline", "deleted");

    private final NodeHost host;
    private final Path sys;

    Examination(NodeHost host, Host places) {
        this.host = host;
        this.sys = places.sys();
    }

    /// How the volume at that path is.
    ///
    /// @throws Failure.NotFound no volume is at that path
    Health examine(Path volumePath, Deadline deadline) {
        if (!volumePath.isAbsolute()) {
            throw Usage.notThere(volumePath);
        }
        var path = HostPath.require("volume_path", volumePath);
        var raw = DeviceNumber.at(path);
        var entry = host.mounts().table().top(path);
        if (raw.isEmpty() && entry.isEmpty()) {
            throw Usage.notThere(path);
        }
        if (raw.isPresent()
                ? !host.devices().present(raw.get())
                : entry.filter(host::isOfGoneDevice).isPresent()) {
            return Health.of(
                    Severity.INACCESSIBLE,
                    "DeviceMissing",
                    "the device of the volume at " + path + " has gone from this node, though it is still in use:"
                            + " it was detached by force; end the pods that use it");
        }
        var number = raw.or(() -> entry.flatMap(MountEntry::fileSystemDevice));
        var found = new ArrayList<Ailment>();
        number.flatMap(this::offline).ifPresent(found::add);
        if (raw.isEmpty() && found.isEmpty()) {
            number.flatMap(this::errors).ifPresent(found::add);
            entry.ifPresent(mounted -> fileSystem(mounted, found, deadline));
        }
        return new Health(found);
    }

    /// How the volume is, wherever on this host it is in use.
    ///
    /// @throws Failure.NotFound no device of this host shows its id
    Health examine(VolumeId volume, Deadline deadline) {
        var device = host.devices().showing(volume.value()).stream()
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("volume " + volume + " is not on this node"));
        var mounted = host.mounts().table().of(device).stream()
                .filter(entry -> entry.isFileSystemOf(device))
                .findFirst();
        return mounted.isPresent()
                ? examine(mounted.get().point(), deadline)
                : new Health(offline(device.number()).stream().toList());
    }

    private Optional<Ailment> offline(DeviceNumber number) {
        return HostDisks.text(device(number).resolve("device/state"))
                .filter(OFFLINE::contains)
                .map(state -> new Ailment(
                        Severity.INACCESSIBLE,
                        "DeviceOffline",
                        "the kernel has given up the volume's device: its state is " + state));
    }

    private void fileSystem(MountEntry entry, List<Ailment> found, Deadline deadline) {
        if (entry.failed()) {
            found.add(new Ailment(
                    Severity.INACCESSIBLE,
                    "FileSystemShutDown",
                    entry.describe() + " shut down after an error; it is repaired when the volume is staged anew"));
        } else if (entry.fileSystemReadOnly() && !entry.options().contains("ro")) {
            // A mount that was made read-only says so itself; this one was made to be written to.
            found.add(new Ailment(
                    Severity.DEGRADED,
                    "FileSystemReadOnly",
                    entry.describe() + " turned read-only after an error; it is repaired when the volume is staged"
                            + " anew"));
        }
        silent(entry, deadline).ifPresent(found::add);
    }

    /// ext4 counts what it found wrong until a check has repaired it.
    private Optional<Ailment> errors(DeviceNumber number) {
        return HostDisks.text(device(number).resolve("uevent"))
                .flatMap(Examination::name)
                .flatMap(name -> HostDisks.text(
                                sys.resolve("fs/ext4").resolve(name).resolve("errors_count"))
                        .filter(count -> !count.equals("0"))
                        .map(count -> new Ailment(
                                Severity.DEGRADED,
                                "FileSystemErrors",
                                "the file system on " + name + " has noticed " + count
                                        + " errors since it was last checked;"
                                        + " it is checked when the volume is staged anew")));
    }

    private static Optional<String> name(String uevent) {
        return uevent.lines()
                .filter(line -> line.startsWith("DEVNAME="))
                .map(line -> line.substring("DEVNAME=".length()))
                .findFirst();
    }

    private Optional<Ailment> silent(MountEntry entry, Deadline deadline) {
        try {
            host.kernel().usage(entry.point(), deadline.within(PATIENCE));
            return Optional.empty();
        } catch (SystemCallException refused) {
            return Optional.of(unanswered(entry, String.valueOf(refused.getMessage())));
        } catch (Failure.Unfinished _) {
            return Optional.of(unanswered(entry, "no answer within " + PATIENCE.toSeconds() + " s"));
        }
    }

    private static Ailment unanswered(MountEntry entry, String said) {
        return new Ailment(
                Severity.INACCESSIBLE, "FileSystemUnanswering", entry.describe() + " does not answer: " + said);
    }

    private Path device(DeviceNumber number) {
        return sys.resolve("dev/block").resolve(number.toString());
    }
}
