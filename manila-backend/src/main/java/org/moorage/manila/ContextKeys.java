package org.moorage.manila;

/// The keys of volume_context: what the node's side sees of a share, made by us, by the Go driver, or
/// written into a PersistentVolume by hand.
final class ContextKeys {
    /// The share's id; it or {@link #SHARE_NAME} must be there.
    static final String SHARE_ID = "shareID";

    /// The share's name, for PersistentVolumes written by hand.
    static final String SHARE_NAME = "shareName";

    /// Ids of access rules, by commas: the first that the share has is the one to mount with.
    static final String ACCESS_IDS = "shareAccessIDs";

    /// The id of the access rule, as the Go driver's first releases wrote it.
    static final String ACCESS_ID = "shareAccessID";

    /// The share's group.
    static final String GROUP_ID = "groupID";

    /// The shares whose backend it shares, and whose it avoids.
    static final String AFFINITY = "affinity";

    static final String ANTI_AFFINITY = "antiAffinity";

    /// How CephFS is mounted: `kernel` or `fuse`.
    static final String CEPHFS_MOUNTER = "cephfs-mounter";

    static final String CEPHFS_KERNEL_OPTIONS = "cephfs-kernelMountOptions";
    static final String CEPHFS_FUSE_OPTIONS = "cephfs-fuseMountOptions";

    /// Which export locations are used: those at an address in this network.
    static final String NFS_ADDRESS = "nfs-exportAddress";

    /// What of the share is the volume.
    static final String SUBDIRECTORY = "subDir";

    /// The permissions of the volume's root, in octal digits.
    static final String PERMISSIONS = "mountPermissions";

    /// Where the share can be had, the best first, one in a line. With it a node needs no cloud.
    static final String EXPORT_LOCATIONS = ManilaNames.DRIVER + "/exportLocations";

    /// What the share speaks, as Manila spells it.
    static final String PROTOCOL = ManilaNames.DRIVER + "/protocol";

    /// Which of the file systems of a Ceph cluster the share is in.
    static final String FS_NAME = ManilaNames.DRIVER + "/fsName";

    private ContextKeys() {}
}
