package org.moorage.cinder;

import java.util.List;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;

/// The options of the command line that are this driver's own, spelled as the Go driver does.
final class CinderOptions {
    static final String CLOUD_CONFIG = "cloud-config";
    static final String CLOUD_NAME = "cloud-name";
    static final String CLUSTER = "cluster";
    static final String WITH_TOPOLOGY = "with-topology";
    static final String ADDITIONAL_TOPOLOGY = "additional-topology";
    static final String INSTANCE_ID = "instance-id";
    static final String INSTANCE_ZONE = "instance-zone";

    static final String ATTACH_LIMIT = "node-volume-attach-limit";

    static final List<Option> ALL = List.of(
            new Option(
                    CLOUD_CONFIG,
                    Kind.LIST,
                    "",
                    "Files that say how to log in to the cloud, later ones over earlier; the controller needs one."),
            new Option(CLOUD_NAME, Kind.LIST, "", "The [Global \"name\"] sections to log in to; without it, [Global]."),
            new Option(CLUSTER, Kind.TEXT, "", "The cluster's id, written to the metadata of all that is made."),
            new Option(
                    WITH_TOPOLOGY,
                    Kind.BOOLEAN,
                    "true",
                    "Whether availability zones are told to the orchestrator; the same for controller and node."),
            new Option(ADDITIONAL_TOPOLOGY, Kind.MAP, "", "Further segments of the topology that this node reports."),
            new Option(INSTANCE_ID, Kind.TEXT, "", "The Nova id of this node, where no instance metadata says it."),
            new Option(
                    INSTANCE_ZONE,
                    Kind.TEXT,
                    "",
                    "The availability zone of this node, where no instance metadata says it."),
            new Option(
                    ATTACH_LIMIT,
                    Kind.TEXT,
                    "",
                    "How many volumes this node takes, 0 for no limit; over the key of [BlockStorage]. Measured when"
                            + " neither says."),
            new Option(
                    "node-service-no-os-client",
                    Kind.IGNORED,
                    "",
                    "Does nothing: the node service has no credentials in any case."));

    private CinderOptions() {}
}
