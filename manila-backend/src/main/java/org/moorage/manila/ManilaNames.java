package org.moorage.manila;

/// The words that clusters made by the Go driver depend on, each as it spells them, and ours beside
/// them.
final class ManilaNames {
    /// The driver's name unless `--drivername` says another. It begins our own keys, whatever that
    /// says.
    static final String DRIVER = "manila.csi.openstack.org";

    /// The topology key under which nodes and shares say their availability zone, whatever the
    /// driver's name.
    static final String ZONE = "topology.manila.csi.openstack.org/zone";

    /// Metadata of shares and snapshots: the cluster that they belong to, `--cluster-id`; left out
    /// when it is empty.
    static final String CLUSTER = DRIVER + "/cluster";

    /// The description of the shares that the driver makes; operators filter by it.
    static final String SHARE_DESCRIPTION = "provisioned-by=manila.csi.openstack.org";

    /// The description of the snapshots that the driver takes.
    static final String SNAPSHOT_DESCRIPTION = "snapshotted-by=manila.csi.openstack.org";

    /// The description of the snapshots that the driver takes to copy a share, and removes again.
    static final String CLONE_DESCRIPTION = SNAPSHOT_DESCRIPTION + " for a clone";

    /// Metadata of an access rule: a node that uses the share by it. The server's id follows.
    static final String NODE_MARK = "moorage.node.";

    /// Metadata of an access rule: it serves nodes alone. Without it the class's list of clients, or an
    /// operator, is served besides.
    static final String ATTACHED_MARK = "moorage.attached";

    /// Metadata of an access rule: it is about to be revoked, and for whom. The value is a node's mark,
    /// {@link #NODE_MARK} for all nodes, or `list`.
    static final String LEAVING_MARK = "moorage.leaving";

    private ManilaNames() {}
}
