package org.moorage.server.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.Refusal;

/// The file of a socket: free to take or not, for the owner alone, gone at the end.
final class SocketFile {
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path path;
    private @Nullable Object made;

    SocketFile(Path path) {
        this.path = path;
    }

    /// Makes the path free to listen on. A socket that nobody answers on is what a killed server left, and goes.
    ///
    /// @throws Refusal if the path is taken or cannot be written
    void claim() {
        var directory = path.resolveSibling(".").normalize();
        if (!Files.isDirectory(directory)) {
            throw new Refusal("socket " + path + ": the directory " + directory + " does not exist; make it");
        }
        if (!Files.isWritable(directory)) {
            throw new Refusal("socket " + path + ": the directory " + directory
                    + " is not writable for this process; change its mode or choose another endpoint");
        }
        try {
            // A process of this id that was killed as it began.
            Files.deleteIfExists(rehearsal());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE) != SOCKET) {
                throw new Refusal("socket " + path + ": a file that is no socket is there; remove it or choose"
                        + " another endpoint");
            }
            holder().ifPresent(holder -> {
                throw new Refusal("socket " + path + ": " + holder + "; stop it or choose another endpoint");
            });
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new Refusal("socket " + path + " is left from an earlier run and cannot be removed: " + said(e), e);
        }
    }

    /// Where the server listens until it can answer: callers wait for the file at the path itself to appear, and end
    /// themselves when what they reach there is slow to speak, as a server that has just begun is.
    Path rehearsal() {
        return path.resolveSibling("." + ProcessHandle.current().pid());
    }

    /// Puts the socket that listens at {@link #rehearsal} in its place, for its owner alone: whoever can write to it
    /// can mount as root.
    void appear() throws IOException {
        Files.setPosixFilePermissions(rehearsal(), PosixFilePermissions.fromString("rw-------"));
        Files.move(rehearsal(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        made = fileKey();
    }

    /// Removes the file, if it is still the one that was made: while this server waits for its last calls to end,
    /// its successor may have taken the path.
    void remove() throws IOException {
        Files.deleteIfExists(rehearsal());
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && (made == null || fileKey().equals(made))) {
            Files.deleteIfExists(path);
        }
    }

    private Object fileKey() throws IOException {
        return List.of(
                Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS),
                Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS),
                Files.getAttribute(path, "unix:lastModifiedTime", LinkOption.NOFOLLOW_LINKS));
    }

    private Optional<String> holder() {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            return Optional.of("another server answers there");
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("refused")
                    ? Optional.empty()
                    : Optional.of("it cannot be told whether another server answers there (" + said(e) + ")");
        }
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? "no reason was given" : e.getMessage();
    }
}
