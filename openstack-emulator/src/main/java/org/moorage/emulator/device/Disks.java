package org.moorage.emulator.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an attachment shows on a server: a loop device on the volume's file, and below the server's directory the
/// link by which a guest's udev would name a virtio disk. On paper nothing is made. May be used by many threads.
public final class Disks implements AutoCloseable {
    /// virtio keeps that many characters of a disk's serial.
    private static final int SERIAL_LENGTH = 20;

    private final VolumeFiles files;
    private final Path nodes;
    private final boolean real;
    private final LoopDevices loops = new LoopDevices();
    private final Map<String, Path> devices = new HashMap<>();
    private final Map<String, Set<String>> servers = new HashMap<>();

    /// Releases the devices that a killed emulator left on the files of this data directory.
    ///
    /// @param real false to attach on paper
    public Disks(Path data, VolumeFiles files, boolean real) throws IOException {
        this.files = files;
        this.nodes = Files.createDirectories(data.toAbsolutePath().resolve("nodes"));
        this.real = real;
        if (real) {
            releaseAll();
            removeLinks();
        }
    }

    /// Whether attachments show as devices.
    public boolean real() {
        return real;
    }

    /// The directory that stands for `/dev/disk/by-id` on a server.
    public Path byId(String server) {
        return nodes.resolve(server).resolve("disk").resolve("by-id");
    }

    /// Makes the directory that stands for `/dev/disk/by-id` on a server.
    public void addServer(String server) throws IOException {
        Files.createDirectories(byId(server));
    }

    public synchronized void attach(String volume, String server) throws IOException {
        if (!real) {
            return;
        }
        var device = loops.bind(files.volume(volume));
        devices.put(volume, device);
        servers.computeIfAbsent(volume, _ -> new HashSet<>()).add(server);
        var link = link(volume, server);
        Files.createDirectories(byId(server));
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, device);
    }

    public synchronized void detach(String volume, String server) throws IOException {
        if (!real) {
            return;
        }
        Files.deleteIfExists(link(volume, server));
        var users = servers.getOrDefault(volume, new HashSet<>());
        if (users.remove(server) && users.isEmpty()) {
            servers.remove(volume);
            var device = devices.remove(volume);
            if (device != null) {
                loops.release(device);
            }
        }
    }

    /// Shows a grown file on its device, if it has one.
    public synchronized void grow(String volume) throws IOException {
        var device = devices.get(volume);
        if (device != null) {
            loops.refresh(device);
        }
    }

    /// The loop devices that are bound to files of this cloud now.
    public List<Path> bound() {
        if (!real) {
            return List.of();
        }
        try {
            return loops.below(files.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Releases every device and link of this cloud.
    ///
    /// @throws IOException some could not be released; the text names them
    @Override
    public synchronized void close() throws IOException {
        if (real) {
            devices.clear();
            servers.clear();
            removeLinks();
            releaseAll();
        }
    }

    private Path link(String volume, String server) {
        return byId(server).resolve("virtio-" + volume.substring(0, SERIAL_LENGTH));
    }

    private void releaseAll() throws IOException {
        var failed = new ArrayList<String>();
        for (var device : loops.below(files.directory())) {
            try {
                loops.release(device);
            } catch (IOException e) {
                failed.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failed.isEmpty()) {
            throw new IOException(String.join("; ", failed));
        }
    }

    private void removeLinks() throws IOException {
        try (var tree = Files.walk(nodes)) {
            for (var link : tree.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }
}
