package org.moorage.openstack.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads files and remembers a digest of what each held, so that it can be told later whether one has changed.
///
/// Contents are compared, not times or inodes: Kubernetes changes a mounted secret by turning a link to another
/// directory. A file that was looked for and is not there counts as one that holds nothing.
final class SeenFiles {
    private static final String NOTHING = "";

    private final Map<Path, String> digests = new LinkedHashMap<>();

    /// The content of a file.
    byte[] read(Path file) throws IOException {
        digests.put(file, NOTHING);
        var content = Files.readAllBytes(file);
        digests.put(file, digest(content));
        return content;
    }

    /// Whether there is such a file.
    boolean isThere(Path file) {
        look(file);
        return Files.isRegularFile(file);
    }

    /// Remembers what a file holds that somebody else will read.
    void look(Path file) {
        digests.put(file, now(file));
    }

    /// What the files held when they were looked at, as a text to compare.
    String state(Collection<Path> files) {
        return files.stream()
                .map(file -> file + "=" + digests.getOrDefault(file, NOTHING))
                .collect(Collectors.joining("\n"));
    }

    /// Whether one of the files holds something else by now.
    boolean changed() {
        return digests.entrySet().stream().anyMatch(seen -> !now(seen.getKey()).equals(seen.getValue()));
    }

    private static String now(Path file) {
        try {
            return digest(Files.readAllBytes(file));
        } catch (IOException _) {
            return NOTHING;
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
