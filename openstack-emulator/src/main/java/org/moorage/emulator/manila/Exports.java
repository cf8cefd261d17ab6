package org.moorage.emulator.manila;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.moorage.emulator.device.ShareDirectories;

/// How shares are exported. An NFS share's path is its real directory, so that whoever is on this machine can bind it.
///
/// @param addresses of the NFS servers, each of which exports every share
/// @param monitors  of the Ceph cluster, as `host:port`
/// @param fileSystem the Ceph file system's name, which its shares' metadata tell; empty when they do not
public record Exports(List<Address> addresses, List<String> monitors, String fileSystem) {
    private static final String MOUNT_OPTIONS = "__mount_options";

    /// One address of a share.
    ///
    /// @param host      an IPv4 address, an IPv6 address in brackets, or a name
    /// @param adminOnly whether only administrators see it
    public record Address(String host, boolean preferred, boolean adminOnly) {}

    public Exports {
        addresses = List.copyOf(addresses);
        monitors = List.copyOf(monitors);
    }

    /// The export locations of a new share.
    List<ExportLocation> of(Share share, ShareDirectories directories, Instant now) {
        if (share.protocol().equals("CEPHFS")) {
            var path = String.join(",", monitors) + ":/volumes/_nogroup/" + Store.newId();
            return List.of(new ExportLocation(Store.newId(), path, true, false, now));
        }
        Path directory = directories.share(share.id());
        return addresses.stream()
                .map(address -> new ExportLocation(
                        Store.newId(), address.host() + ":" + directory, address.preferred(), address.adminOnly(), now))
                .toList();
    }

    /// The share with what is to be known for mounting it.
    Share told(Share share) {
        if (fileSystem.isEmpty() || !share.protocol().equals("CEPHFS")) {
            return share;
        }
        var metadata = new HashMap<>(share.metadata());
        metadata.put(MOUNT_OPTIONS, "fs=" + fileSystem);
        return share.with(metadata);
    }
}
