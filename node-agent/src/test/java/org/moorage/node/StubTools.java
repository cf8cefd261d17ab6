package org.moorage.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A directory of programs that stand in for the host's own.
public final class StubTools {
    private final Path directory;

    public StubTools(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public Path directory() {
        return directory;
    }

    /// Makes a program out of a shell script.
    public void script(String name, String body) {
        try {
            var file = directory.resolve(name);
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Makes every mkfs write down that it ran, and do nothing.
    public void recordMaking() {
        for (var type : List.of("ext2", "ext3", "ext4", "xfs", "btrfs")) {
            script("mkfs." + type, "echo mkfs." + type + " \"$@\" >> " + directory.resolve("made"));
        }
    }

    /// What {@link #recordMaking} wrote down.
    public List<String> made() {
        try {
            var file = directory.resolve("made");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Takes a program away.
    public void remove(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// Links the host's own program of that name.
    public void real(String name) {
        for (var place : List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")) {
            var program = Path.of(place, name);
            if (Files.exists(program)) {
                link(name, program);
                return;
            }
        }
        throw new IllegalStateException(name + " is not installed");
    }

    private void link(String name, Path program) {
        try {
            Files.createSymbolicLink(directory.resolve(name), program);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
