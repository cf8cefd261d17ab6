package org.moorage.cinder;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.volume.Topology;
import org.moorage.openstack.metadata.Instance;

/// Says which Nova server this node is: as given, or as the instance's own metadata has it.
final class CinderNodeIdentity implements NodeIdentitySource {
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]+");
    private static final Pattern EDGE = Pattern.compile("^[-_.]+|[-_.]+$");
    private static final int LABEL_LENGTH = 63;

    private final Given given;
    private final Function<Deadline, Instance> metadata;

    /// What an operator says about the node.
    ///
    /// @param id           its id; empty leaves it to the metadata
    /// @param zone         its zone; empty leaves it to the metadata
    /// @param withTopology whether the node tells where it is
    /// @param additional   further segments of its topology
    /// @param limit        how many volumes it takes, 0 for no limit
    record Given(
            Optional<String> id,
            Optional<String> zone,
            boolean withTopology,
            Map<String, String> additional,
            int limit) {}

    /// @param metadata reads the instance's metadata; called for what is not given alone
    CinderNodeIdentity(Given given, Function<Deadline, Instance> metadata) {
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
        var found = metadata.apply(deadline);
        return new Instance(found.id(), given.zone().orElse(found.availabilityZone()));
    }

    private Topology topology(Instance instance) {
        var segments = new HashMap<>(given.additional());
        var zone = label(instance.availabilityZone());
        if (!zone.isEmpty()) {
            segments.put(CinderNames.ZONE, zone);
        }
        return new Topology(segments);
    }

    /// The text as Kubernetes takes it for the value of a label, the same way the Go driver makes it.
    static String label(String text) {
        var clean = EDGE.matcher(FOREIGN.matcher(text).replaceAll("-")).replaceAll("");
        return clean.length() > LABEL_LENGTH ? clean.substring(0, LABEL_LENGTH) : clean;
    }
}
