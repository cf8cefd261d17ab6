package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.failure.Failure;

/// How a share is to be mounted, as a StorageClass says it and a volume's context hands it on.
///
/// @param mounter       `cephfs-mounter`: how CephFS is mounted
/// @param kernelOptions `cephfs-kernelMountOptions`, by commas
/// @param fuseOptions   `cephfs-fuseMountOptions`, by commas
/// @param address       `nfs-exportAddress`: in which network the export location to use is
/// @param subdirectory  `subDir`: what of the share is the volume
/// @param mode          `mountPermissions`: the permissions of the volume's root
record NodeParameters(
        Mounter mounter,
        Optional<String> kernelOptions,
        Optional<String> fuseOptions,
        Optional<Network> address,
        Optional<String> subdirectory,
        Optional<Integer> mode) {
    /// How CephFS is mounted.
    enum Mounter {
        KERNEL,
        FUSE
    }

    /// Reads them.
    ///
    /// @throws Failure.Invalid one of them is malformed
    static NodeParameters of(ClassTexts texts) {
        return new NodeParameters(
                mounter(texts),
                texts.text(ContextKeys.CEPHFS_KERNEL_OPTIONS),
                texts.text(ContextKeys.CEPHFS_FUSE_OPTIONS),
                texts.network(ContextKeys.NFS_ADDRESS),
                texts.pathInside(ContextKeys.SUBDIRECTORY),
                texts.mode(ContextKeys.PERMISSIONS));
    }

    private static Mounter mounter(ClassTexts texts) {
        return switch (texts.text(ContextKeys.CEPHFS_MOUNTER).orElse("fuse")) {
            case "fuse" -> Mounter.FUSE;
            case "kernel" -> Mounter.KERNEL;
            case String other ->
                throw new Failure.Invalid(
                        texts.what() + " '" + ContextKeys.CEPHFS_MOUNTER + "' is '" + other + "': use kernel or fuse");
        };
    }

    /// The mounter as the Go driver spells it.
    String mounterName() {
        return switch (mounter) {
            case FUSE -> "fuse";
            case KERNEL -> "kernel";
        };
    }

    /// The same as a volume's context holds it. The mounter is always there, as the Go driver has it.
    Map<String, String> context() {
        var context = new LinkedHashMap<String, String>();
        context.put(ContextKeys.CEPHFS_MOUNTER, mounterName());
        kernelOptions.ifPresent(text -> context.put(ContextKeys.CEPHFS_KERNEL_OPTIONS, text));
        fuseOptions.ifPresent(text -> context.put(ContextKeys.CEPHFS_FUSE_OPTIONS, text));
        address.ifPresent(network -> context.put(ContextKeys.NFS_ADDRESS, network.toString()));
        subdirectory.ifPresent(path -> context.put(ContextKeys.SUBDIRECTORY, path));
        mode.ifPresent(bits -> context.put(ContextKeys.PERMISSIONS, Integer.toOctalString(bits)));
        return context;
    }
}
