package org.moorage.cinder;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.TopologyRequirement;

/// Says how much room there is: what the project's quotas leave, and the pools, where the cloud lets it see
/// them.
final class CinderCapacity implements CapacityReporter {
    /// The largest size that Cinder's API can name. The answer where nothing bounds a volume: callers keep
    /// volumes away from where they hear nothing.
    private static final Bytes MOST = Bytes.ofGib(Integer.MAX_VALUE);

    private static final Bytes SMALLEST = Bytes.GIB;
    private static final Capacity NONE = new Capacity(Bytes.ofGib(0), Bytes.ofGib(0), SMALLEST);

    private final DriverSettings settings;
    private final List<Room> clouds;

    /// One cloud's room, and what its zones are called.
    private record Room(SupplyWatch watch, Zones zones) {}

    CinderCapacity(Clouds clouds, DriverSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clouds = clouds.all().stream()
                .map(cloud -> new Room(new SupplyWatch(cloud, clock), cloud.zones()))
                .toList();
    }

    /// The question carries no secrets, so of several clouds nobody knows which the class is for: the roomiest
    /// answers, since a volume that finds no room goes elsewhere, and one that is not tried goes nowhere.
    @Override
    public Capacity capacity(CapacityQuery query, Deadline deadline) {
        return clouds.stream()
                .map(cloud -> capacity(cloud, query, deadline))
                .max(Comparator.comparing(Capacity::largest).thenComparing(Capacity::available))
                .orElse(NONE);
    }

    private Capacity capacity(Room room, CapacityQuery query, Deadline deadline) {
        var supply = room.watch().supply(deadline);
        var parameters = VolumeParameters.of(query.parameters());
        var places = query.place().stream().toList();
        var placement =
                Placement.of(parameters, new TopologyRequirement(places, places), settings, room.zones(), deadline);
        var asked = query.place()
                .flatMap(place -> Optional.ofNullable(place.segments().get(CinderNames.ZONE)))
                .map(label -> room.zones().volumeZone(label, deadline));
        if (isElsewhere(placement, asked)
                || placement
                        .zone()
                        .filter(zone -> !supply.zones().contains(zone))
                        .isPresent()) {
            return NONE;
        }
        var type = parameters.type().map(supply::type).orElse(supply.standard());
        if (parameters.type().isPresent() && type.isEmpty()) {
            return NONE;
        }
        return new Capacity(
                size(supply.left(type, placement.zone())), size(supply.largest(type, placement.zone())), SMALLEST);
    }

    /// Whether a class that names a zone is asked about in another.
    private boolean isElsewhere(Placement placement, Optional<String> asked) {
        if (!settings.withTopology() || settings.ignoreVolumeZone()) {
            return false;
        }
        return asked.isPresent()
                && placement.zone().isPresent()
                && !placement.zone().equals(asked);
    }

    private static Bytes size(Optional<Long> gib) {
        return gib.map(Bytes::ofGib).filter(size -> size.compareTo(MOST) < 0).orElse(MOST);
    }
}
