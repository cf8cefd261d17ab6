package org.moorage.openstack.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The config drive of this host: where it is mounted already, else straight from its device. It is never mounted.
///
/// @param dev    the device nodes, `/dev`
/// @param sys    the kernel's view of its devices, `/sys`
/// @param mounts the mount table of this process
record AttachedConfigDrive(Path dev, Path sys, Path mounts) implements ConfigDrive {
    private static final String LABEL = "config-2";

    /// A config drive is smaller, and no Cinder volume is: so no volume is ever opened in search of one.
    private static final long LARGEST = 512L << 20;

    private static final int SECTOR = 512;

    /// The disks and CD-ROMs of an instance, whole. A partition, or what is made of a disk on the host, may lie on a
    /// volume, whose owner writes there what he likes.
    private static final Pattern WHOLE = Pattern.compile("(sr|fd)[0-9]+|([hsv]|xv)d[a-z]+|nvme[0-9]+n[0-9]+");

    static AttachedConfigDrive ofThisHost() {
        return new AttachedConfigDrive(Path.of("/dev"), Path.of("/sys"), Path.of("/proc/self/mounts"));
    }

    @Override
    public byte[] read() throws IOException {
        var device = linked().or(this::labelled)
                .orElseThrow(() -> new IOException("there is no config drive (" + links().resolve(LABEL)
                        + ", nor a small device with that label)"));
        var real = device.toRealPath();
        var mounted = mountPoint(real);
        if (mounted.isPresent()) {
            return content(mounted.get().resolve(PATH));
        }
        try (var channel = Files.newByteChannel(real)) {
            return new Image(channel).file(real, PATH);
        }
    }

    private static byte[] content(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return new Image(channel)
                    .bytes(0, (int) Math.min(channel.size(), Integer.MAX_VALUE))
                    .array();
        }
    }

    private Path links() {
        return dev.resolve("disk/by-label");
    }

    /// What udev has found. FAT keeps labels in capitals in some places.
    private Optional<Path> linked() {
        return Stream.of(LABEL, "CONFIG-2")
                .map(links()::resolve)
                .filter(Files::exists)
                .filter(this::leadsToDrive)
                .findFirst();
    }

    private boolean leadsToDrive(Path link) {
        try {
            return mayBeDrive(
                    sys.resolve("class/block").resolve(link.toRealPath().getFileName()));
        } catch (IOException _) {
            return false;
        }
    }

    /// What is found without udev, whose links a container may not have.
    private Optional<Path> labelled() {
        var names = sys.resolve("class/block");
        try (var devices = Files.list(names)) {
            return devices.filter(AttachedConfigDrive::mayBeDrive)
                    .map(device -> dev.resolve(device.getFileName().toString()))
                    .filter(AttachedConfigDrive::isLabelled)
                    .findFirst();
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static boolean mayBeDrive(Path device) {
        if (!WHOLE.matcher(device.getFileName().toString()).matches()) {
            return false;
        }
        try {
            var sectors =
                    Long.parseLong(Files.readString(device.resolve("size")).strip());
            return sectors > 0 && sectors * SECTOR <= LARGEST;
        } catch (IOException | NumberFormatException _) {
            return false;
        }
    }

    private static boolean isLabelled(Path node) {
        try (var channel = Files.newByteChannel(node)) {
            var image = new Image(channel);
            return Stream.of(Iso9660.label(image), Fat.isOn(image) ? Fat.label(image) : "")
                    .anyMatch(LABEL::equalsIgnoreCase);
        } catch (IOException _) {
            return false;
        }
    }

    private Optional<Path> mountPoint(Path real) throws IOException {
        return fields().stream()
                .filter(fields -> fields.size() > 1 && fields.getFirst().equals(real.toString()))
                .map(fields -> Path.of(fields.get(1).replace("\\040", " ")))
                .filter(point -> Files.isRegularFile(point.resolve(PATH), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    private List<List<String>> fields() throws IOException {
        return Files.readAllLines(mounts).stream()
                .map(line -> List.of(line.split(" ")))
                .toList();
    }
}
