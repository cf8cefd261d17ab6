package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.host.Host;
import org.moorage.node.host.Waiting;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;

/// A corner of the real host to work in: sparse files, loop devices, links as udev makes them, and directories to
/// mount upon. Closing it takes everything away.
public final class Workbench implements AutoCloseable {
    private final Path root;
    private final Host host;
    private final List<Disk> disks = new ArrayList<>();

    private Workbench(Path root, Host host) {
        this.root = root;
        this.host = host;
    }

    public static Workbench open() {
        try {
            var root = Files.createTempDirectory("moorage-node-").toRealPath();
            var links = Files.createDirectories(root.resolve("by-id"));
            var standard = Host.standard();
            return new Workbench(
                    root,
                    new Host(
                            standard.dev(), links, standard.sys(), standard.proc(), standard.udev(), standard.tools()));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// A volume as the cloud would attach it.
    public record Disk(VolumeId id, Path file, Path device) {
        public NodeAccess.BlockDevice access() {
            return new NodeAccess.BlockDevice(id.value(), Optional.empty(), "ext4");
        }

        public NodeAccess.BlockDevice access(Bytes least) {
            return new NodeAccess.BlockDevice(id.value(), Optional.of(least), "ext4");
        }
    }

    public Host host() {
        return host;
    }

    /// The same host, but whose tools are looked for in these directories first.
    public Host hostWithTools(Path... first) {
        var tools = new ArrayList<>(List.of(first));
        tools.addAll(host.tools());
        return new Host(host.dev(), host.links(), host.sys(), host.proc(), host.udev(), tools);
    }

    public Path path(String name) {
        return root.resolve(name);
    }

    /// Attaches a new volume of zeros.
    public Disk attach(Bytes size) {
        return attach(UUID.randomUUID().toString(), size);
    }

    public Disk attach(String id, Bytes size) {
        var file = root.resolve("volume-" + id + ".raw");
        resize(file, size);
        return attachFile(id, file);
    }

    /// Attaches a copy of a volume's file under a new id, as a clone in the cloud is.
    public Disk clone(Disk origin) {
        var id = UUID.randomUUID().toString();
        var file = root.resolve("volume-" + id + ".raw");
        run("cp", "--sparse=always", origin.file().toString(), file.toString());
        return attachFile(id, file);
    }

    /// Attaches a volume's file anew so that it can only be read.
    public Disk seal(Disk disk) {
        detach(disk);
        return attachFile(disk.id().value(), disk.file(), "--read-only");
    }

    private Disk attachFile(String id, Path file, String... options) {
        var words = new ArrayList<>(List.of("losetup", "--find", "--show"));
        words.addAll(List.of(options));
        words.add(file.toString());
        var device = Path.of(run(words.toArray(String[]::new)).strip());
        var disk = new Disk(new VolumeId(id), file, device);
        disks.add(disk);
        link("virtio-" + id.substring(0, Math.min(20, id.length())), device);
        return disk;
    }

    public void link(String name, Path device) {
        try {
            var link = host.links().resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, device);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public void grow(Disk disk, Bytes size) {
        resize(disk.file(), size);
        run("losetup", "--set-capacity", disk.device().toString());
    }

    public void detach(Disk disk) {
        run("losetup", "--detach", disk.device().toString());
    }

    private static void resize(Path file, Bytes size) {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size.count());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// The mounts below this workbench.
    public List<MountEntry> mounts() {
        return MountTable.read(host).below(root);
    }

    public List<MountEntry> mountsAt(Path path) {
        return MountTable.read(host).at(path);
    }

    public static Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(60), InstantSource.system());
    }

    public static Deadline deadline(Duration wait) {
        return Deadline.after(wait, InstantSource.system());
    }

    public static Bytes mib(long count) {
        return new Bytes(count << 20);
    }

    public static VolumeCapability mounted(String fsType, String... flags) {
        return new VolumeCapability(
                new VolumeAccess.Mount(Optional.of(fsType), List.of(flags), Optional.empty()),
                AccessMode.SINGLE_NODE_WRITER);
    }

    public static VolumeCapability block() {
        return new VolumeCapability(new VolumeAccess.Block(), AccessMode.SINGLE_NODE_WRITER);
    }

    /// Unstages as callers do: again and again while something else on this host holds the device. A process that
    /// gets a mount namespace of its own holds all that was mounted at that moment.
    public static void unstage(NodeAgent agent, VolumeId volume, Path staging) {
        var done = Waiting.until("unstaging", deadline(Duration.ofMinutes(2)), () -> {
            try {
                agent.unstage(volume, staging, deadline());
                return Optional.of(volume);
            } catch (Failure.Unavailable _) {
                return Optional.empty();
            }
        });
        assertThat(done).as("unstaged").isPresent();
    }

    /// Runs a program and returns what it wrote.
    public static String run(String... words) {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /// Unmounts, detaches and removes all that is left, the newest mount first.
    @Override
    public void close() {
        mounts().reversed()
                .forEach(entry -> run("umount", "--lazy", entry.point().toString()));
        disks.forEach(disk -> {
            try {
                detach(disk);
            } catch (IllegalStateException _) {
                // detached by the test
            }
        });
        try (var paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
