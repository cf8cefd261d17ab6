package org.moorage.node.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.host.Host;

/// What is mounted where, as the kernel told at one moment, oldest first.
///
/// @param entries all mounts of this process's namespace
public record MountTable(List<MountEntry> entries) {
    private static final int MOST_READINGS = 20;

    /// Copies the list.
    public MountTable {
        entries = List.copyOf(entries);
    }

    /// Asks the kernel until it says the same twice: before Linux 5.8 an answer that is longer than a page misses
    /// mounts when others come and go while it is read.
    ///
    /// @throws Failure.Unavailable the kernel does not tell
    public static MountTable read(Host host) {
        var file = host.proc().resolve("self/mountinfo");
        try {
            var text = text(file);
            for (var time = 0; time < MOST_READINGS; time++) {
                var again = text(file);
                if (again.equals(text)) {
                    return parse(text);
                }
                text = again;
            }
        } catch (IOException problem) {
            throw new Failure.Unavailable(file + " cannot be read: " + problem.getMessage(), problem);
        }
        throw new Failure.Unavailable(file + " changed each time that it was read");
    }

    /// File names are bytes: those that are no UTF-8 must not keep the others from being read.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    static MountTable parse(String text) {
        return new MountTable(text.lines()
                .filter(line -> !line.isBlank())
                .map(MountEntry::parse)
                .toList());
    }

    /// The mounts stacked at exactly that path, the lowest first.
    public List<MountEntry> at(Path path) {
        return entries.stream().filter(entry -> entry.point().equals(path)).toList();
    }

    /// What one sees at that path: the topmost mount there, if there is one.
    public Optional<MountEntry> top(Path path) {
        var layers = at(path);
        return layers.isEmpty() ? Optional.empty() : Optional.of(layers.getLast());
    }

    /// The mounts below that path, itself not among them.
    public List<MountEntry> below(Path path) {
        return entries.stream()
                .filter(entry ->
                        entry.point().startsWith(path) && !entry.point().equals(path))
                .toList();
    }

    /// The mounts of the file system on a device, and of its node.
    public List<MountEntry> of(BlockDevice device) {
        return entries.stream()
                .filter(entry -> entry.isFileSystemOf(device) || entry.isNodeOf(device))
                .toList();
    }
}
