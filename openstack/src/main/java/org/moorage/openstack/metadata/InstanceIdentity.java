package org.moorage.openstack.metadata;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which Nova server this node is: as given, or as the instance's own metadata has it. Safe for many threads.
public final class InstanceIdentity implements NodeIdentitySource {
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]+");
    private static final Pattern EDGE = Pattern.compile("^[-_.]+|[-_.]+$");
    private static final int LABEL_LENGTH = 63;

    private static final Logger LOG = LoggerFactory.getLogger(InstanceIdentity.class);

    private final Given given;
    private final InstanceMetadata metadata;
    private final AtomicReference<String> toldZone = new AtomicReference<>("");

    /// What an operator says about the node.
    ///
    /// @param id           its id; empty leaves it to the metadata
    /// @param zone         its zone; empty leaves it to the metadata
    /// @param zoneKey      the segment of the topology that is its zone; empty tells no topology
    /// @param additional   further segments of its topology
    /// @param limit        how many volumes it takes
    public record Given(
            Optional<String> id,
            Optional<String> zone,
            Optional<String> zoneKey,
            Map<String, String> additional,
            VolumeLimit limit) {
        /// Copies the segments.
        public Given {
            additional = Map.copyOf(additional);
        }
    }

    /// @param metadata the instance's metadata; asked for what is not given alone
    public InstanceIdentity(Given given, InstanceMetadata metadata) {
        this.given = given;
        this.metadata = metadata;
    }

    @Override
    public NodeIdentity identity(Deadline deadline) {
        var instance = instance(deadline);
        var topology = given.zoneKey().map(key -> topology(key, instance));
        return new NodeIdentity(new NodeId(instance.id()), given.limit(), topology);
    }

    private Instance instance(Deadline deadline) {
        // Who gives an id runs where there is no metadata to ask.
        if (given.id().isPresent()) {
            return new Instance(given.id().get(), given.zone().orElse(""));
        }
        if (given.zone().isPresent() || given.zoneKey().isEmpty()) {
            return new Instance(metadata.id(deadline), given.zone().orElse(""));
        }
        return metadata.read(deadline);
    }

    private Topology topology(String zoneKey, Instance instance) {
        var segments = new HashMap<>(given.additional());
        var zone = label(instance.availabilityZone());
        if (!zone.isEmpty()) {
            segments.put(zoneKey, zone);
            noticeMove(zoneKey, zone);
        }
        return new Topology(segments);
    }

    /// kubelet registers no node whose label says another zone than the driver. Only an operator can tell whether
    /// the volumes of the old zone are still within reach.
    private void noticeMove(String zoneKey, String zone) {
        var before = toldZone.getAndSet(zone);
        if (!before.isEmpty() && !before.equals(zone)) {
            LOG.atWarn()
                    .addKeyValue("zone_before", before)
                    .addKeyValue("zone", zone)
                    .log("the node's zone has changed: kubelet will refuse to register the driver until the label "
                            + zoneKey + " is removed from the node (kubectl label node NODE "
                            + zoneKey + "-)");
        }
    }

    /// The text as Kubernetes takes it for the value of a label, the same way the Go driver makes it.
    public static String label(String text) {
        var clean = EDGE.matcher(FOREIGN.matcher(text).replaceAll("-")).replaceAll("");
        return clean.length() > LABEL_LENGTH ? clean.substring(0, LABEL_LENGTH) : clean;
    }
}
