package org.moorage.manila;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.openstack.sharedfilesystem.ShareType;

/// Says how much room there is in the driver's own cloud: what the project's quotas leave, its own and
/// those of the share type, and the pools that can hold the type, where the cloud lets it see them.
final class ManilaCapacity implements CapacityReporter {
    /// The largest size that Manila's API can name. The answer where nothing bounds a share: callers
    /// keep volumes away from where they hear nothing.
    private static final Bytes MOST = Bytes.ofGib(Integer.MAX_VALUE);

    private static final Capacity NONE = new Capacity(Bytes.ofGib(0), Bytes.ofGib(0), Bytes.ofGib(0));

    private final DriverSettings settings;
    private final SupplyWatch watch;

    ManilaCapacity(ManilaCloud cloud, DriverSettings settings, InstantSource clock) {
        this.settings = settings;
        this.watch = new SupplyWatch(cloud, clock);
    }

    @Override
    public Capacity capacity(CapacityQuery query, Deadline deadline) {
        var parameters = ShareParameters.of(query.parameters());
        if (WantedShare.refusal(query.capabilities()).isPresent()) {
            return NONE;
        }
        var zone = parameters.availability().or(() -> place(query));
        var known = watch.known(deadline);
        var type = known.type(parameters.type());
        if (type.isEmpty()
                || zone.filter(one -> !offers(known, type.get(), one)).isPresent()) {
            return NONE;
        }
        var supply = watch.supply(type.get(), deadline);
        var left = supply.left(zone);
        var largest = least(List.of(left, supply.largest(zone), type.get().largestGib()));
        var smallest = Bytes.ofGib(type.get().smallestGib().orElse(1L));
        return smallest.compareTo(size(largest)) > 0 ? NONE : new Capacity(size(left), size(largest), smallest);
    }

    /// The zone that is asked about. A share is reachable from everywhere unless its class ties it to
    /// where it is wanted, but the room that callers ask for is that of a place.
    private Optional<String> place(CapacityQuery query) {
        return query.place()
                .filter(_ -> settings.withTopology())
                .flatMap(place -> Optional.ofNullable(place.segments().get(ManilaNames.ZONE)));
    }

    private static boolean offers(Supply.Known known, ShareType type, String zone) {
        return known.zones().contains(zone)
                && (type.availabilityZones().isEmpty()
                        || type.availabilityZones().contains(zone));
    }

    private static Optional<Long> least(List<Optional<Long>> bounds) {
        return bounds.stream().flatMap(Optional::stream).min(Long::compare);
    }

    private static Bytes size(Optional<Long> gib) {
        return gib.map(Bytes::ofGib).filter(size -> size.compareTo(MOST) < 0).orElse(MOST);
    }
}
