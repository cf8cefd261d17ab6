package org.example.loopfiles;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.api.failure.Failure;

/// The files of a directory: `ID` holds the bytes of a volume, and a link that is called after its name leads there.
/// A volume exists from the moment its link does, so two that make one name at once make one volume, and what was
/// killed half-way has made none.
record VolumeFiles(Path directory) {
    private static final String NAME = "name-";

    /// The id of the volume of that name.
    Optional<String> named(String name) {
        return target(link(name));
    }

    /// Makes a volume of that many bytes, unless somebody else makes one of that name at this moment.
    ///
    /// @return the id of the volume that has the name now
    String make(String name, long bytes) {
        var id = UUID.randomUUID().toString();
        try {
            resize(Files.createFile(file(id)), bytes);
            try {
                Files.createSymbolicLink(link(name), Path.of(id));
                return id;
            } catch (FileAlreadyExistsException _) {
                Files.delete(file(id));
                return named(name).orElseThrow(() -> new Failure.Aborted("the volume is just being deleted"));
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("the volume cannot be made: " + e.getMessage(), e);
        }
    }

    /// Deletes the volume, its name first.
    void delete(String id) {
        try {
            for (var link : links()) {
                if (target(link).filter(id::equals).isPresent()) {
                    Files.deleteIfExists(link);
                }
            }
            if (isId(id)) {
                Files.deleteIfExists(file(id));
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("volume " + id + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /// The size of a volume in bytes; empty when there is none of that id.
    Optional<Long> size(String id) {
        return ids().contains(id) ? Optional.of(file(id).toFile().length()) : Optional.empty();
    }

    /// All volumes, always in the same order.
    List<String> ids() {
        return links().stream().flatMap(link -> target(link).stream()).sorted().toList();
    }

    void resize(String id, long bytes) {
        try {
            resize(file(id), bytes);
        } catch (IOException e) {
            throw new Failure.Unavailable("volume " + id + " cannot grow: " + e.getMessage(), e);
        }
    }

    Path file(String id) {
        return directory.resolve(id);
    }

    private static void resize(Path file, long bytes) throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
    }

    private List<Path> links() {
        try (var entries = Files.list(directory)) {
            return entries.filter(Files::isSymbolicLink).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new Failure.Unavailable(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString()).filter(VolumeFiles::isId);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Ids come from outside: nothing else than what we hand out may name a file.
    private static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /// A name may be longer than that of a file, and may hold a slash.
    private Path link(String name) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256");
            var bytes = digest.digest(name.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(NAME + HexFormat.of().formatHex(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
