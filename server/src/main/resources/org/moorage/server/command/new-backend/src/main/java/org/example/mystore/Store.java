package org.example.mystore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.api.failure.Failure;

/// What the storage can do; put yours in its place. Here a volume is a file without content in a directory of this
/// host, called after its id. A link that is called after the volume's name leads there, and the volume exists from the
/// moment that its link does: two who make one name at once make one volume, and who is killed half-way has made none.
record Store(Path directory) {
    private static final String NAME = "name-";

    /// The id of the volume of that name; empty when there is none.
    Optional<String> named(String name) {
        return target(link(name));
    }

    /// Makes a volume of that many bytes, unless somebody else makes one of that name at this moment.
    ///
    /// @return the id of the volume that has the name now
    String make(String name, long bytes) {
        var id = UUID.randomUUID().toString();
        try {
            try (var file = new RandomAccessFile(directory.resolve(id).toFile(), "rw")) {
                file.setLength(bytes);
            }
            try {
                Files.createSymbolicLink(link(name), Path.of(id));
                return id;
            } catch (FileAlreadyExistsException _) {
                Files.delete(directory.resolve(id));
                return named(name).orElseThrow(() -> new Failure.Aborted("the volume is just being deleted"));
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("the volume cannot be made: " + e.getMessage(), e);
        }
    }

    /// Deletes the volume, its name first. One that is not there is gone already.
    void delete(String id) {
        try {
            for (var link : links()) {
                if (target(link).filter(id::equals).isPresent()) {
                    Files.deleteIfExists(link);
                }
            }
            if (isId(id)) {
                Files.deleteIfExists(directory.resolve(id));
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("volume " + id + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /// The size of a volume in bytes; empty when there is none of that id.
    Optional<Long> size(String id) {
        return links().stream()
                .flatMap(link -> target(link).stream())
                .filter(id::equals)
                .findFirst()
                .map(known -> directory.resolve(known).toFile().length());
    }

    private List<Path> links() {
        try (var entries = Files.list(directory)) {
            return entries.filter(Files::isSymbolicLink).toList();
        } catch (IOException e) {
            throw new Failure.Unavailable(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString()).filter(Store::isId);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Ids come from outside: nothing else than what was handed out may name a file.
    private static boolean isId(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    /// A name may be longer than that of a file, and may hold a slash.
    private Path link(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(NAME + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
