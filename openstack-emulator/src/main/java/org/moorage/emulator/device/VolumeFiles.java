package org.moorage.emulator.device;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/// The sparse files behind volumes, snapshots and backups.
public final class VolumeFiles {
    private static final long GIB = 1L << 30;

    private final Path directory;

    /// Keeps files below a data directory.
    ///
    /// @throws IOException the directory cannot be made
    public VolumeFiles(Path data) throws IOException {
        directory = Files.createDirectories(data.toAbsolutePath().resolve("volumes"));
    }

    public Path directory() {
        return directory;
    }

    public Path volume(String id) {
        return directory.resolve("volume-" + id + ".raw");
    }

    public Path snapshot(String id) {
        return directory.resolve("snapshot-" + id + ".raw");
    }

    public Path backup(String id) {
        return directory.resolve("backup-" + id + ".raw");
    }

    /// Makes a file of that size, or makes an existing one that large.
    public void size(Path file, int gib) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            if (open.length() < gib * GIB) {
                open.setLength(gib * GIB);
            }
        }
    }

    /// Copies data and leaves holes as holes; shares blocks where the file system can.
    public void copy(Path from, Path to) throws IOException {
        Tool.run("cp", "--sparse=always", "--reflink=auto", from.toString(), to.toString());
    }

    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
