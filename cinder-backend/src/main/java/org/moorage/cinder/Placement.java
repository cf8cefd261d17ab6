package org.moorage.cinder;

import java.util.List;
import java.util.Optional;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;

/// In which availability zone a volume shall be.
///
/// @param zone    the zone to ask Cinder for; empty leaves it to Cinder
/// @param allowed the zones of which it must be one; empty allows any
record Placement(Optional<String> zone, List<String> allowed) {
    /// Anywhere.
    static final Placement ANYWHERE = new Placement(Optional.empty(), List.of());

    /// Copies the list.
    Placement {
        allowed = List.copyOf(allowed);
    }

    /// Where a StorageClass and a caller's topology put a volume: the class wins; of the topology, the first
    /// preferred zone, else the first requisite one.
    static Placement of(VolumeParameters parameters, TopologyRequirement topology, DriverSettings settings) {
        if (parameters.availability().isPresent()) {
            return new Placement(
                    parameters.availability(),
                    parameters.availability().stream().toList());
        }
        if (!settings.withTopology()) {
            return ANYWHERE;
        }
        var requisite = zones(topology.requisite());
        var first = zones(topology.preferred()).stream()
                .findFirst()
                .or(() -> requisite.stream().findFirst());
        // Where Cinder's zones are not Nova's, what it says about a volume cannot be held against the request.
        return new Placement(first, settings.ignoreVolumeZone() ? List.of() : requisite);
    }

    /// Whether a volume in that zone would do.
    boolean allows(String candidate) {
        return allowed.isEmpty() || allowed.contains(candidate);
    }

    private static List<String> zones(List<Topology> places) {
        return places.stream()
                .flatMap(place -> Optional.ofNullable(place.segments().get(CinderNames.ZONE)).stream())
                .toList();
    }
}
