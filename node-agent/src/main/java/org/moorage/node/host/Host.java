package org.moorage.node.host;

import java.nio.file.Path;
import java.util.List;

/// Where on this host things are to be found.
///
/// @param dev   the device nodes, one for each kernel name: `/dev`
/// @param links the links that udev makes after serials: `/dev/disk/by-id`
/// @param sys   the kernel's view of its devices: `/sys`
/// @param proc  the kernel's view of its processes: `/proc`
/// @param udev  what udev has written down of devices: `/run/udev/data`
/// @param tools the directories that file-system tools are taken from, in order
/// @param memory where files may lie in memory alone, the best first: `/run`, `/dev/shm`
public record Host(Path dev, Path links, Path sys, Path proc, Path udev, List<Path> tools, List<Path> memory) {
    private static final List<Path> MEMORY = List.of(Path.of("/run"), Path.of("/dev/shm"));

    /// Copies the lists.
    public Host {
        tools = List.copyOf(tools);
        memory = List.copyOf(memory);
    }

    /// With the directories for files in memory that every Linux has.
    public Host(Path dev, Path links, Path sys, Path proc, Path udev, List<Path> tools) {
        this(dev, links, sys, proc, udev, tools, MEMORY);
    }

    /// The places that every Linux has. The caller's `PATH` is not asked: what runs here runs as root.
    public static Host standard() {
        var tools = List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
        return new Host(
                Path.of("/dev"),
                Path.of("/dev/disk/by-id"),
                Path.of("/sys"),
                Path.of("/proc"),
                Path.of("/run/udev/data"),
                tools.stream().map(Path::of).toList());
    }
}
