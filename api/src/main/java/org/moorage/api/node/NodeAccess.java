package org.moorage.api.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.api.Identifier;
import org.moorage.api.Secret;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;

/// How a node reaches a volume: a description that a backend gives and the node agent acts upon. A backend
/// touches no device and no mount itself.
public sealed interface NodeAccess {
    /// A block device that the cloud has attached to the node.
    ///
    /// @param serial        the serial that the hypervisor gives to the device, whole: Nova uses the volume's
    ///     UUID. Kernels
    ///                      show as much of it as the bus can carry (virtio: 20 characters)
    /// @param leastSize     the size in bytes that the device must have at least, if known
    /// @param defaultFsType the file system to make when neither the device nor the caller says which (`ext4`)
    /// @param formatting    how that file system is to be made
    record BlockDevice(String serial, Optional<Bytes> leastSize, String defaultFsType, Formatting formatting)
            implements NodeAccess {
        /// @throws Failure.Invalid if the serial is blank
        public BlockDevice {
            Identifier.require("the device's serial", serial);
        }

        /// A device on which a file system is made as mkfs does by itself.
        public BlockDevice(String serial, Optional<Bytes> leastSize, String defaultFsType) {
            this(serial, leastSize, defaultFsType, Formatting.USUAL);
        }
    }

    /// A file system that servers share over the network, mounted by the node agent.
    ///
    /// @param fsType       as mount(8) spells it: `nfs`, `nfs4`, `ceph`, `fuse.ceph`
    /// @param sources      where it can be had, as mount(8) takes it (`server:/path`), the best
    ///                     first: they are tried in turn
    /// @param options      options of the mount; where the request has the same option, it wins
    /// @param login        who mounts it, where the servers ask for that
    /// @param subdirectory what of it is the volume, made when it is not there: a relative path
    ///                     without `..`; empty for all of it
    /// @param mode         the permissions that the volume's root shall have (chmod(2), 0 to
    ///                     07777); empty leaves them
    record NetworkMount(
            String fsType,
            List<String> sources,
            List<String> options,
            Optional<Login> login,
            Optional<String> subdirectory,
            OptionalInt mode)
            implements NodeAccess {
        private static final int MOST_MODE = 07777;

        /// Copies the lists.
        ///
        /// @throws Failure.Invalid a part is blank or not of the form above, or there is no source
        public NetworkMount {
            sources = List.copyOf(sources);
            options = List.copyOf(options);
            Identifier.require("the type of the file system", fsType);
            if (sources.isEmpty()) {
                throw new Failure.Invalid("there is nowhere to mount the volume from");
            }
            sources.forEach(source -> Identifier.require("where to mount from", source));
            subdirectory.ifPresent(NetworkMount::requireInside);
            if (mode.isPresent() && (mode.getAsInt() < 0 || mode.getAsInt() > MOST_MODE)) {
                throw new Failure.Invalid("the permissions " + Integer.toOctalString(mode.getAsInt())
                        + " are not between 0 and 7777 in octal digits");
            }
        }

        /// All of a file system, with the permissions that it has.
        public NetworkMount(String fsType, List<String> sources, List<String> options, Optional<Login> login) {
            this(fsType, sources, options, login, Optional.empty(), OptionalInt.empty());
        }

        private static void requireInside(String path) {
            if (path.isBlank()
                    || path.startsWith("/")
                    || List.of(path.split("/", -1)).contains("..")) {
                throw new Failure.Invalid(
                        "the sub-directory '" + path + "' must be a path inside the volume, without '..'");
            }
        }

        /// Who mounts a file system.
        ///
        /// @param user the name, as the servers know it
        /// @param key  what proves it; the node agent shows it to root alone, and for
        ///             the moment of the mount
        public record Login(String user, Secret key) {
            /// @throws Failure.Invalid if the name is blank
            public Login {
                Identifier.require("the name of who mounts", user);
            }
        }
    }
}
