package org.moorage.cinder;

/// The words that clusters made by the Go driver depend on, each as it spells them.
final class CinderNames {
    /// The driver's name in CSIDriver, CSINode and PersistentVolume objects.
    static final String DRIVER = "cinder.csi.openstack.org";

    /// The topology key under which nodes and volumes say their availability zone.
    static final String ZONE = "topology.cinder.csi.openstack.org/zone";

    /// Metadata of volumes and snapshots: the cluster that they belong to, `--cluster`, present even when empty.
    static final String CLUSTER = "cinder.csi.openstack.org/cluster";

    /// Metadata of volumes: what their StorageClass says of deletion while there are snapshots.
    static final String SNAPSHOT_POLICY = "cinder.csi.openstack.org/delete-with-snapshots";

    /// Metadata of volumes that were deleted and stay for the snapshots of them alone.
    static final String DELETED = "cinder.csi.openstack.org/deleted";

    /// The description of all that the driver makes; operators filter by it.
    static final String DESCRIPTION = "Created by OpenStack Cinder CSI driver";

    /// How the description of a group begins that the driver made to take one group snapshot, and of that. Groups have
    /// no metadata, so the cluster stands here as well.
    static String groupMark(String cluster) {
        return DESCRIPTION + " for a group snapshot of cluster '" + cluster + "'";
    }

    /// The key in volume_context that tells a node to grow the file system of a volume that came with content.
    static final String RESIZE_REQUIRED = "cinder.csi.openstack.org/resizeRequired";

    /// Where Cinder writes the backup that a volume was made of, once it is; we write it from the beginning, since
    /// nothing else tells.
    static final String SOURCE_BACKUP = "src_backup_id";

    /// The key in publish_context for the device name that Nova reported.
    static final String DEVICE_PATH = "DevicePath";

    /// The key in publish_context for the volume's size in GiB when it was attached.
    static final String SIZE_GIB = "SizeGiB";

    /// The secret that names the cloud to work in: a subsection of `[Global]`.
    static final String CLOUD_SECRET = "cloud";

    /// What kubelet puts into the context of a volume that is written into a pod.
    static final String EPHEMERAL = "csi.storage.k8s.io/ephemeral";

    private CinderNames() {}
}
