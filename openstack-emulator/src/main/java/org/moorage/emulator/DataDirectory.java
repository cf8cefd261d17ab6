package org.moorage.emulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The directory of one cloud, held so that no second one uses it, and emptied of the files of an earlier one: what
/// was known about them was in memory.
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Takes the directory.
    ///
    /// @throws IOException it cannot be made or written, or another cloud uses it; the text says which
    static DataDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DataDirectory(path, channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by another cloud of this process: the same as by another process
        }
        channel.close();
        throw new IOException("another emulator is using the data directory " + path);
    }

    /// Deletes volume and snapshot files.
    void clear() throws IOException {
        var volumes = path.resolve("volumes");
        if (!Files.isDirectory(volumes)) {
            return;
        }
        try (var files = Files.newDirectoryStream(volumes, "{volume,snapshot}-*.raw")) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
