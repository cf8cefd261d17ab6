package org.moorage.emulator.device;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Binds files to loop devices. One device per file: two would not see each other's writes.
///
/// Each device is open in this process and set to go with the last who has it open: one that is killed leaves none.
final class LoopDevices {
    private static final int TRIES = 10;
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration GLANCE = Duration.ofMillis(5);

    private final Map<Path, FileChannel> held = new HashMap<>();

    /// The device bound to the file, or a new one.
    synchronized Path bind(Path file) throws IOException {
        var bound = bound(file);
        var device = bound.isEmpty() ? made(file) : bound.getFirst();
        if (!held.containsKey(device)) {
            held.put(device, FileChannel.open(device, StandardOpenOption.READ));
            // The kernel unbinds no device that is open; it marks it as one to be unbound after the last close.
            Tool.run("losetup", "-d", device.toString());
        }
        return device;
    }

    private static Path made(Path file) throws IOException {
        for (var attempt = 1; ; attempt++) {
            try {
                return Path.of(Tool.run("losetup", "--show", "-f", file.toString()));
            } catch (IOException e) {
                // Another process may have taken the free device between losetup's two steps.
                if (attempt == TRIES || !String.valueOf(e.getMessage()).contains("busy")) {
                    throw e;
                }
            }
        }
    }

    /// Makes the device as large as its file has become.
    void refresh(Path device) throws IOException {
        Tool.run("losetup", "-c", device.toString());
    }

    /// Lets the device go. One still mounted goes when its user does; one that udev looks at goes in a moment, which is
    /// waited for.
    synchronized void release(Path device) throws IOException {
        var open = held.remove(device);
        if (open == null) {
            Tool.run("losetup", "-d", device.toString());
        } else {
            open.close();
        }
        var backing = Path.of("/sys/block", device.getFileName().toString(), "loop", "backing_file");
        var end = System.nanoTime() + GRACE.toNanos();
        while (Files.exists(backing) && System.nanoTime() < end) {
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(GLANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a loop device was let go");
        }
    }

    /// The devices bound to a file.
    List<Path> bound(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Tool.run("losetup", "-n", "-O", "NAME", "-j", file.toString())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Path::of)
                .toList();
    }

    /// The devices bound to files in a directory, deleted files included.
    List<Path> below(Path directory) throws IOException {
        return Tool.run("losetup", "-n", "-l", "-O", "NAME,BACK-FILE")
                .lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(pair -> pair.length == 2 && pair[1].startsWith(directory + "/"))
                .map(pair -> Path.of(pair[0]))
                .toList();
    }
}
