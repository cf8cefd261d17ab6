package org.moorage.manila;

import java.util.List;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;

/// The options of the command line that are this driver's own; those that the Go driver has, spelled
/// as it does.
final class ManilaOptions {
    static final String DRIVER_NAME = "drivername";
    static final String PROTOCOL = "share-protocol-selector";
    static final String PARTNER = "fwdendpoint";
    static final String WITH_TOPOLOGY = "with-topology";
    static final String RUNTIME_CONFIG = "runtime-config-file";
    static final String CLUSTER = "cluster-id";
    static final String REFUSE_OPEN = "refuse-open-shares";
    static final String ATTACH_REQUIRED = "attach-required";
    static final String NODE_NETWORKS = "node-networks";
    static final String GROUP_SNAPSHOTS = "group-snapshots";
    static final String CLOUD_CONFIG = "cloud-config";
    static final String CLOUD_NAME = "cloud-name";
    static final String INSTANCE_ID = "instance-id";
    static final String INSTANCE_ZONE = "instance-zone";

    static final List<Option> ALL = List.of(
            new Option("endpoint", Kind.LIST, "unix://tmp/csi.sock", "Where to listen, as the Go driver presets it."),
            new Option(
                    DRIVER_NAME,
                    Kind.TEXT,
                    ManilaNames.DRIVER,
                    "The driver's name, as CSIDriver objects and StorageClasses spell it."),
            new Option(PROTOCOL, Kind.TEXT, "", "What the shares of this driver speak: NFS or CEPHFS."),
            new Option(
                    PARTNER,
                    Kind.TEXT,
                    "",
                    "The socket of another CSI driver's node plugin that is to do the work on the node; without it"
                            + " Moorage mounts shares itself."),
            new Option(
                    WITH_TOPOLOGY,
                    Kind.BOOLEAN,
                    "false",
                    "Whether availability zones are told to the orchestrator; the same for controller and node."),
            new Option(
                    RUNTIME_CONFIG,
                    Kind.TEXT,
                    "",
                    "A file of JSON that is read at each use: which export location a node mounts."),
            new Option(CLUSTER, Kind.TEXT, "", "The cluster's id, written to the metadata of all that is made."),
            new Option(
                    REFUSE_OPEN,
                    Kind.BOOLEAN,
                    "false",
                    "Whether shares that everybody may mount (0.0.0.0/0, ::/0) are refused, not only warned of."),
            new Option(
                    ATTACH_REQUIRED,
                    Kind.BOOLEAN,
                    "false",
                    "Whether each node is granted access as it begins to use a share, and loses it at the end."),
            new Option(
                    NODE_NETWORKS,
                    Kind.LIST,
                    "",
                    "With --attach-required: the networks (CIDR) in which nodes reach shares, to choose among their"
                            + " addresses."),
            new Option(
                    GROUP_SNAPSHOTS,
                    Kind.BOOLEAN,
                    "false",
                    "Whether snapshots of whole share groups can be taken; Manila makes no single share of them."),
            new Option(
                    CLOUD_CONFIG,
                    Kind.LIST,
                    "",
                    "Files with credentials of the driver's own, for requests that carry no secrets."),
            new Option(
                    CLOUD_NAME, Kind.TEXT, "", "The [Global \"name\"] section of these files; without it, [Global]."),
            new Option(INSTANCE_ID, Kind.TEXT, "", "The Nova id of this node, where no instance metadata says it."),
            new Option(
                    INSTANCE_ZONE,
                    Kind.TEXT,
                    "",
                    "The availability zone of this node, where no instance metadata says it."),
            new Option("nodeaz", Kind.IGNORED, "", "Does nothing: the zone is the instance's own."),
            new Option("compatibility-settings", Kind.IGNORED, "", "Does nothing, as in the Go driver."));

    private ManilaOptions() {}
}
