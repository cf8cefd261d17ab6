package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The config drive of this host: where it is mounted already, else straight from its device, which needs
/// no mount.
///
/// @param device the drive's device, found by its label
/// @param mounts the mount table of this process
record AttachedConfigDrive(Path device, Path mounts) implements ConfigDrive {
    static AttachedConfigDrive ofThisHost() {
        return new AttachedConfigDrive(Path.of("/dev/disk/by-label/config-2"), Path.of("/proc/self/mounts"));
    }

    @Override
    public byte[] read() throws IOException {
        if (!Files.exists(device)) {
            throw new IOException("there is no config drive (" + device + ")");
        }
        var real = device.toRealPath();
        var mounted = mountPoint(real);
        if (mounted.isPresent()) {
            return Files.readAllBytes(mounted.get().resolve(PATH));
        }
        try (var image = Files.newByteChannel(real)) {
            return new Iso9660(image).read(PATH);
        }
    }

    private Optional<Path> mountPoint(Path real) throws IOException {
        try (var lines = Files.lines(mounts)) {
            return lines.map(line -> line.split(" "))
                    .filter(fields -> fields.length > 1 && fields[0].equals(real.toString()))
                    .map(fields -> Path.of(fields[1].replace("\\040", " ")))
                    .filter(point -> Files.isReadable(point.resolve(PATH)))
                    .findFirst();
        }
    }
}
