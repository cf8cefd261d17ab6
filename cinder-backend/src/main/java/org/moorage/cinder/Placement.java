package org.moorage.cinder;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
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

    /// Where a StorageClass and a caller's topology put a volume: the class wins; of the topology, the first preferred
    /// zone that Cinder has, else the first requisite one.
    ///
    /// @param zones what Cinder calls the zones of the topology
    static Placement of(
            VolumeParameters parameters,
            TopologyRequirement topology,
            DriverSettings settings,
            Zones zones,
            Deadline deadline) {
        if (parameters.availability().isPresent()) {
            return new Placement(
                    parameters.availability(),
                    parameters.availability().stream().toList());
        }
        if (!settings.withTopology()) {
            return ANYWHERE;
        }
        var requisite = volumeZones(topology.requisite(), zones, deadline);
        var wished = Stream.concat(volumeZones(topology.preferred(), zones, deadline).stream(), requisite.stream())
                .toList();
        // A Cinder that puts what it does not know elsewhere is to see the zone that is preferred.
        var first = wished.stream()
                .filter(zone -> settings.ignoreVolumeZone() || zones.has(zone))
                .findFirst()
                .or(() -> wished.stream().findFirst());
        // Where Cinder's zones are not Nova's, what it says about a volume cannot be held against the request.
        return new Placement(first, settings.ignoreVolumeZone() ? List.of() : requisite);
    }

    /// Whether a volume in that zone would do.
    boolean allows(String candidate) {
        return allowed.isEmpty() || allowed.contains(candidate);
    }

    private static List<String> volumeZones(List<Topology> places, Zones zones, Deadline deadline) {
        return places.stream()
                .flatMap(place -> Optional.ofNullable(place.segments().get(CinderNames.ZONE)).stream())
                .map(label -> zones.volumeZone(label, deadline))
                .distinct()
                .toList();
    }
}
