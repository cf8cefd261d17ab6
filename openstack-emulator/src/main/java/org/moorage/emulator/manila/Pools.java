package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The scheduler: one pool in each zone, all alike. Used under the timeline's lock only.
final class Pools {
    /// In GiB.
    static final int SIZE = 2000;

    private static final Set<String> REPORTED = Set.of(
            ShareType.SERVERS,
            ShareType.SNAPSHOTS,
            ShareType.FROM_SNAPSHOTS,
            ShareType.REVERT,
            ShareType.MOUNT_SNAPSHOTS,
            ShareType.ZONES,
            "share_backend_name",
            "provisioning:max_share_size",
            "provisioning:min_share_size",
            "provisioning:max_share_extend_size");

    private final Store store;
    private final List<String> zones;

    private final Instant since;

    Pools(Store store, List<String> zones, Instant since) {
        this.store = store;
        this.since = since;
        this.zones = List.copyOf(zones);
    }

    List<String> zones() {
        return zones;
    }

    /// When the cloud began.
    Instant since() {
        return since;
    }

    int used(String zone) {
        return store.shares.values().stream()
                .filter(share -> share.scheduled() && zone.equals(share.zone()))
                .mapToInt(Share::size)
                .sum();
    }

    /// A zone whose pool takes a share.
    ///
    /// @return empty, with the reason in `refusal`, when none does
    Optional<String> place(Share share) {
        return candidates(share)
                .filter(zone -> used(zone) + share.size() <= SIZE)
                .findFirst();
    }

    /// Why no pool takes a share that [#place] found none for.
    Message.Detail refusal(Share share) {
        return candidates(share).findAny().isEmpty() ? Message.Detail.CAPABILITIES : Message.Detail.CAPACITY;
    }

    private Stream<String> candidates(Share share) {
        return zones.stream()
                .filter(zone -> share.zone() == null || zone.equals(share.zone()))
                .filter(zone -> share.type().reaches(zone))
                .filter(_ -> REPORTED.containsAll(share.type().extraSpecs().keySet()));
    }
}
