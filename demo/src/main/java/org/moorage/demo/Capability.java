package org.moorage.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel lets this process do (capabilities(7)).
final class Capability {
    private static final int SYS_RESOURCE = 24;

    private Capability() {}

    /// Whether a mounted ext4 may be grown: that takes CAP_SYS_RESOURCE.
    static boolean mayGrowMountedExt4() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("CapEff:".length()).strip(), 16))
                    .anyMatch(effective -> (effective >>> SYS_RESOURCE & 1) == 1);
        } catch (IOException _) {
            return false;
        }
    }
}
