package org.moorage.emulator.device;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The directories behind shares and their snapshots.
public final class ShareDirectories {
    private final Path directory;

    /// Keeps directories below a data directory.
    ///
    /// @throws IOException the directory cannot be made
    public ShareDirectories(Path data) throws IOException {
        directory = Files.createDirectories(data.toAbsolutePath().resolve("shares"));
    }

    public Path share(String id) {
        return directory.resolve("share-" + id);
    }

    public Path snapshot(String id) {
        return directory.resolve("snapshot-" + id);
    }

    /// Makes an empty one that everybody may write, as servers of shares do.
    public void make(Path share) throws IOException {
        Files.createDirectories(share);
        Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /// Copies all files with owners and modes; shares blocks where the file system can.
    public void copy(Path from, Path to) throws IOException {
        make(to);
        Tool.run("cp", "-a", "--reflink=auto", from + "/.", to.toString());
    }

    /// Makes one hold what another holds, and nothing else.
    public void replace(Path from, Path to) throws IOException {
        delete(to);
        copy(from, to);
    }

    /// Deletes one with all that is in it; one that is gone is no failure.
    public void delete(Path share) throws IOException {
        deleteTree(share);
    }

    /// Deletes what an earlier cloud left.
    public void clear() throws IOException {
        try (var left = Files.newDirectoryStream(directory, "{share,snapshot}-*")) {
            for (var path : left) {
                deleteTree(path);
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
