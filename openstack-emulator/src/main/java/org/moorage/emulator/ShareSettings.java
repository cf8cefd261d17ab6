package org.moorage.emulator;

import java.util.List;

/// How a cloud's Manila shall be.
///
/// @param version the highest microversion; older clouds have lower ones
/// @param exports the addresses by which every NFS share is to be had; its path is a directory of this machine
/// @param monitors of the Ceph cluster, as `host:port`
/// @param fileSystem the name of the Ceph file system, which newer clouds tell in each CephFS share's metadata; empty
///     for a cloud that does not
/// @param limits what the project may have
public record ShareSettings(
        String version, List<Export> exports, List<String> monitors, String fileSystem, Limits limits) {
    /// An address of every NFS share.
    ///
    /// @param host an IPv4 address, an IPv6 address in brackets, or a name
    /// @param preferred whether Manila says that it is the better one
    /// @param adminOnly whether only administrators are shown it
    public record Export(String host, boolean preferred, boolean adminOnly) {}

    /// What a project may have; -1 is without limit.
    public record Limits(int shares, int gigabytes, int snapshots, int snapshotGigabytes, int perShareGigabytes) {
        public static Limits defaults() {
            return new Limits(500, 20_000, 500, 20_000, -1);
        }
    }

    public ShareSettings {
        exports = List.copyOf(exports);
        monitors = List.copyOf(monitors);
    }

    /// The newest version, and one address on loopback.
    public static ShareSettings defaults() {
        return new ShareSettings(
                "2.73",
                List.of(new Export("127.0.0.1", true, false)),
                List.of("127.0.0.1:6789"),
                "",
                Limits.defaults());
    }

    /// Ends at that microversion, such as `2.44`.
    public ShareSettings version(String highest) {
        return new ShareSettings(highest, exports, monitors, fileSystem, limits);
    }

    public ShareSettings exports(List<Export> addresses) {
        return new ShareSettings(version, addresses, monitors, fileSystem, limits);
    }

    public ShareSettings monitors(List<String> addresses) {
        return new ShareSettings(version, exports, addresses, fileSystem, limits);
    }

    public ShareSettings fileSystem(String name) {
        return new ShareSettings(version, exports, monitors, name, limits);
    }

    public ShareSettings limits(Limits newLimits) {
        return new ShareSettings(version, exports, monitors, fileSystem, newLimits);
    }
}
