package org.moorage.cinder;

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
import org.moorage.openstack.metadata.Instance;
import org.moorage.openstack.metadata.InstanceMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which Nova server this node is: as given, or as the instance's own metadata has it.
final class CinderNodeIdentity implements NodeIdentitySource {
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]+");
    private static final Pattern EDGE = Pattern.compile("^[-_.]+|[-_.]+$");
    private static final int LABEL_LENGTH = 63;

    private static final Logger LOG = LoggerFactory.getLogger(CinderNodeIdentity.class);

    /// A virtio-scsi adapter carries 256 disks that Nova can name. Where nothing can be measured the 26 names hold
    /// that Nova had for disks before Stein (`vda` to `vdz`), about as many as there are slots on an i440fx.
    static final VolumeLimit MEASURED = new VolumeLimit.Measured(256, 26);

    private final Given given;
    private final InstanceMetadata metadata;
    private final AtomicReference<String> toldZone = new AtomicReference<>("");

    /// What an operator says about the node.
    ///
    /// @param id           its id; empty leaves it to the metadata
    /// @param zone         its zone; empty leaves it to the metadata
    /// @param withTopology whether the node tells where it is
    /// @param additional   further segments of its topology
    /// @param limit        how many volumes it takes
    record Given(
            Optional<String> id,
            Optional<String> zone,
            boolean withTopology,
            Map<String, String> additional,
            VolumeLimit limit) {}

    /// @param metadata the instance's metadata; asked for what is not given alone
    CinderNodeIdentity(Given given, InstanceMetadata metadata) {
        this.given = given;
        this.metadata = metadata;
    }

    @Override
    public NodeIdentity identity(Deadline deadline) {
        var instance = instance(deadline);
        var topology = given.withTopology() ? Optional.of(topology(instance)) : Optional.<Topology>empty();
        return new NodeIdentity(new NodeId(instance.id()), given.limit(), topology);
    }

    private Instance instance(Deadline deadline) {
        // Who gives an id runs where there is no metadata to ask.
        if (given.id().isPresent()) {
            return new Instance(given.id().get(), given.zone().orElse(""));
        }
        if (given.zone().isPresent() || !given.withTopology()) {
            return new Instance(metadata.id(deadline), given.zone().orElse(""));
        }
        return metadata.read(deadline);
    }

    private Topology topology(Instance instance) {
        var segments = new HashMap<>(given.additional());
        var zone = label(instance.availabilityZone());
        if (!zone.isEmpty()) {
            segments.put(CinderNames.ZONE, zone);
            noticeMove(zone);
        }
        return new Topology(segments);
    }

    /// kubelet registers no node whose label says another zone than the driver. Only an operator can tell whether
    /// the volumes of the old zone are still within reach.
    private void noticeMove(String zone) {
        var before = toldZone.getAndSet(zone);
        if (!before.isEmpty() && !before.equals(zone)) {
            LOG.atWarn()
                    .addKeyValue("zone_before", before)
                    .addKeyValue("zone", zone)
                    .log("the node's zone has changed: kubelet will refuse to register the driver until the label "
                            + CinderNames.ZONE + " is removed from the node (kubectl label node NODE "
                            + CinderNames.ZONE + "-)");
        }
    }

    /// The text as Kubernetes takes it for the value of a label, the same way the Go driver makes it.
    static String label(String text) {
        var clean = EDGE.matcher(FOREIGN.matcher(text).replaceAll("-")).replaceAll("");
        return clean.length() > LABEL_LENGTH ? clean.substring(0, LABEL_LENGTH) : clean;
    }
}
