package org.moorage.node.network;

import java.nio.file.Path;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.node.mount.MountEntry;

/// How a volume of the network is to be mounted at its staging path.
///
/// @param access  where it is
/// @param client  what mounts its type
/// @param options the mount's options
record NetworkPlan(NodeAccess.NetworkMount access, Client client, NetworkOptions options) {
    /// What a capability asks for. Its file system is not looked at: callers say `ext4` where
    /// nobody said anything.
    ///
    /// @throws Failure.Invalid raw block access is asked for, or an option that cannot be given
    static NetworkPlan of(NodeAccess.NetworkMount access, VolumeCapability capability) {
        var mount = switch (capability.access()) {
            case VolumeAccess.Mount asked -> asked;
            case VolumeAccess.Block _ ->
                throw new Failure.Invalid("the volume is a file system of the network, and can be no raw block device:"
                        + " ask for it with volumeMode Filesystem");
        };
        access.sources().forEach(NetworkPlan::requireSource);
        access.login().ifPresent(NetworkPlan::requireLogin);
        var options = NetworkOptions.of(access.options(), mount.mountFlags());
        var client = Client.of(NetworkTypes.require(access.fsType()));
        return new NetworkPlan(access, client, capability.mode().readOnly() ? options.asReadOnly() : options);
    }

    private static void requireSource(String source) {
        if (source.startsWith("-") || source.chars().anyMatch(Character::isISOControl)) {
            throw new Failure.Invalid("'" + source.replaceAll("\\p{Cntrl}", "?") + "' is nowhere to mount from");
        }
    }

    /// The name and the key become lines of a file and parts of an option.
    private static void requireLogin(NodeAccess.NetworkMount.Login login) {
        if (!login.user().matches("[^,=\\s\\p{Cntrl}]+")) {
            throw new Failure.Invalid("the name of who mounts must not hold a comma, an equals sign or a blank");
        }
        if (!login.key().reveal().strip().matches("[^\\s\\p{Cntrl}]+")) {
            throw new Failure.Invalid("the key of '" + login.user() + "' is empty, or holds a blank or a line's end");
        }
    }

    boolean readOnly() {
        return options.readOnly();
    }

    /// The way from the root of what is mounted to the root of the volume; empty where they are the
    /// same.
    Path below() {
        return Path.of(access.subdirectory().orElse("")).normalize();
    }

    /// Whether this is a mount of one of the sources.
    boolean isShownBy(MountEntry entry) {
        return access.sources().stream().anyMatch(source -> client.shows(entry, source));
    }
}
