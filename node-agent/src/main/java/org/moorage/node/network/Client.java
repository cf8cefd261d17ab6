package org.moorage.node.network;

import java.util.List;
import java.util.Optional;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.node.host.Command;
import org.moorage.node.host.Outcome;
import org.moorage.node.host.Tools;
import org.moorage.node.mount.MountEntry;

/// What mounts file systems of one type: how it is called, and how its mounts look.
sealed interface Client permits NfsClient, CephClient, CephFuseClient, OtherClient {
    /// The client for a type.
    static Client of(String fsType) {
        return switch (fsType) {
            case NetworkTypes.NFS, NetworkTypes.NFS4 -> new NfsClient(fsType);
            case NetworkTypes.CEPH -> new CephClient();
            case NetworkTypes.CEPH_FUSE -> new CephFuseClient();
            default -> new OtherClient(fsType);
        };
    }

    /// One try to mount.
    ///
    /// @param source  where from
    /// @param point   where
    /// @param options how
    /// @param login   who mounts it
    record Attempt(String source, String point, NetworkOptions options, Optional<Login> login) {}

    /// The program that mounts, and its arguments.
    ///
    /// @param keys where a key may be written for it
    Command command(Attempt attempt, Tools tools, KeyFiles.Keys keys);

    /// Whether an entry of the mount table is a mount of that source.
    boolean shows(MountEntry entry, String source);

    /// What it means that mounting failed.
    Refusal refusal(Attempt attempt, Outcome outcome);

    /// The command of mount(8).
    static Command mount(Tools tools, String type, Attempt attempt, NetworkOptions options) {
        var mount = tools.require("mount", "mount");
        var common = List.of("-t", type, attempt.source(), attempt.point());
        return new Command(
                mount,
                options.all().isEmpty()
                        ? common
                        : List.of("-t", type, "-o", options.text(), attempt.source(), attempt.point()));
    }
}
