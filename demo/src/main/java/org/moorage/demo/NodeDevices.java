package org.moorage.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Shows this process, and the server it starts, the devices of the cloud's server in `/dev/disk/by-id`, as that
/// server's own kernel would.
///
/// Only ever done in a mount namespace of the demo's own, so that no other process sees it and nothing outlives
/// the demo.
final class NodeDevices {
    private static final Path BY_ID = Path.of("/dev/disk/by-id");

    private NodeDevices() {}

    /// Whether this process has a mount namespace of its own, as the launcher says that made it.
    static boolean mayMount() {
        return "private".equals(System.getProperty("moorage.demo.mounts"));
    }

    static void show(Path devices) {
        try {
            Files.createDirectories(devices);
            Files.createDirectories(BY_ID);
            Shell.run("mount", "--bind", devices.toString(), BY_ID.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
