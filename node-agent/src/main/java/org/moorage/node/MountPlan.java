package org.moorage.node;

import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeAccess;
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
        return new MountPlan(new Wanted(asked, FsType.require(access.defaultFsType()), options.readOnly()), options);
    }

    boolean readOnly() {
        return options.readOnly();
    }

    /// The options for that file system. A clone has the UUID of its origin, and xfs mounts it beside that one only
    /// when told not to look.
    MountOptions optionsFor(FsType type) {
        return switch (type) {
            case XFS -> options.with("nouuid");
            case EXT2, EXT3, EXT4, BTRFS -> options;
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
        if (readOnly() != staged.options().contains("ro")) {
            throw new Failure.Conflict("the volume is staged " + (readOnly() ? "to be written to" : "read-only")
                    + ", and the opposite was asked for: " + staged.describe());
        }
    }
}
