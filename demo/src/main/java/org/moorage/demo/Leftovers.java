package org.moorage.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a volume that is gone may have left on the node.
final class Leftovers {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private Leftovers() {}

    /// The mounts and loop devices of this machine that name one of the volumes.
    static List<String> onThisNode(Collection<String> volumeIds) throws IOException {
        var left = new ArrayList<String>();
        for (var line : Files.readAllLines(MOUNTS)) {
            if (volumeIds.stream().anyMatch(line::contains)) {
                left.add("mount " + mountPoint(line));
            }
        }
        try (var devices = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
            for (var device : devices) {
                var file = backingFile(device);
                if (volumeIds.stream().anyMatch(file::contains)) {
                    left.add("/dev/" + device.getFileName() + " on " + file);
                }
            }
        }
        return left;
    }

    /// Whether something is mounted at that very path.
    static boolean isMounted(Path path) throws IOException {
        return Files.readAllLines(MOUNTS).stream().map(Leftovers::mountPoint).anyMatch(path.toString()::equals);
    }

    /// The mount points below a directory.
    static List<String> mountsBelow(Path directory) throws IOException {
        return Files.readAllLines(MOUNTS).stream()
                .map(Leftovers::mountPoint)
                .filter(point -> Path.of(point).startsWith(directory))
                .toList();
    }

    private static String mountPoint(String line) {
        return line.split(" ", 6)[4];
    }

    private static String backingFile(Path device) {
        try {
            return Files.readString(device.resolve("loop/backing_file")).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
