package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeSpec;

/// In which availability zone a share shall be, and which zones it is said to be reachable from.
///
/// @param zone     the zone to ask Manila for; empty leaves it to Manila
/// @param required whether a share in another zone is not what is asked for
/// @param bound    whether the share is reachable from its own zone alone
record Placement(Optional<String> zone, boolean required, boolean bound) {
    /// Where a StorageClass and a caller's topology put a share: the class wins; of the topology, the
    /// first preferred zone, and that only where the class says `autoTopology`. A share that is
    /// filled with something is left to Manila, which puts it where that is.
    static Placement of(ShareParameters parameters, VolumeSpec spec, DriverSettings settings) {
        if (parameters.availability().isPresent()) {
            return new Placement(parameters.availability(), true, false);
        }
        if (!settings.withTopology() || !parameters.autoTopology()) {
            return new Placement(Optional.empty(), false, false);
        }
        var zone = spec.source().isPresent() ? Optional.<String>empty() : first(spec.topology());
        return new Placement(zone, false, true);
    }

    private static Optional<String> first(TopologyRequirement topology) {
        return Stream.concat(topology.preferred().stream(), topology.requisite().stream())
                .flatMap(place -> Optional.ofNullable(place.segments().get(ManilaNames.ZONE)).stream())
                .findFirst();
    }

    /// Whether a share in that zone would do.
    boolean allows(Optional<String> there) {
        return !required || there.isEmpty() || zone.equals(there);
    }

    /// Where a share in that zone can be reached from.
    List<Topology> accessible(Optional<String> there, VolumeSpec spec, DriverSettings settings) {
        if (!settings.withTopology()) {
            return List.of();
        }
        return bound
                ? there.map(one -> List.of(new Topology(Map.of(ManilaNames.ZONE, one))))
                        .orElse(List.of())
                : spec.topology().preferred();
    }
}
