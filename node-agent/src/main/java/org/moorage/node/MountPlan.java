package org.moorage.node;

import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.filesystem.FsType;
import org.moorage.node.filesystem.Wanted;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountOptions;

/// How a volume is to be mounted at its staging path.
///
/// @param wanted  the file system
/// @param options the mount's options
record MountPlan(Wanted wanted, MountOptions options) {
    /// What a capability asks for.
    ///
    /// @throws Failure.Invalid the file system or an option is none that can be served
    static MountPlan of(VolumeAccess.Mount mount, AccessMode mode, NodeAccess.BlockDevice access) {
        var given = MountOptions.parse(mount.mountFlags());
        var options = mode.readOnly() ? given.asReadOnly() : given;
        var asked = mount.fsType().filter(type -> !type.isBlank()).map(FsType::require);
        var wanted = new Wanted(asked, FsType.require(access.defaultFsType()), options.readOnly(), access.formatting());
        return new MountPlan(wanted, options);
    }

    boolean readOnly() {
        return options.readOnly();
    }

    /// The options for that file system on that device. A clone has the UUID of its origin, and xfs mounts it beside
    /// that one only when told not to look. On a device that can only be read no journal can be replayed.
    MountOptions optionsFor(FsType type, BlockDevice device) {
        return switch (type) {
            case EXT2, BTRFS -> options;
            case EXT3, EXT4 -> device.readOnly() ? options.with("noload") : options;
            case XFS -> (device.readOnly() ? options.with("norecovery") : options).with("nouuid");
        };
    }

    /// Lets a mount through that an earlier call made for the same purpose.
    ///
    /// @throws Failure.Conflict it was made for another one
    void requireSame(MountEntry staged) {
        var type = FsType.named(staged.type());
        if (type.isEmpty() || !wanted.accepts(type.get())) {
            throw new Failure.Conflict(
                    "the volume is staged with another file system than asked for: " + staged.describe());
        }
        if (readOnly() && !staged.readOnly()) {
            throw new Failure.Conflict("the volume is staged to be written to, and was now asked for to be read only: "
                    + staged.describe());
        }
    }
}
