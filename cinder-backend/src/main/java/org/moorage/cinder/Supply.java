package org.moorage.cinder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.openstack.blockstorage.Pool;
import org.moorage.openstack.blockstorage.VolumeType;
import org.moorage.openstack.quota.Quota;

/// What a cloud has said about its room at one moment.
///
/// @param quotas   the project's, by Cinder's names; empty where the policy forbids to see them
/// @param zones    the zones in which volumes can be made
/// @param types    the volume types that the project may use
/// @param standard the type of a volume that is made without one
/// @param pools    what is behind Cinder, if the policy lets the project see it
record Supply(
        Map<String, Quota> quotas,
        List<String> zones,
        List<VolumeType> types,
        Optional<VolumeType> standard,
        Optional<Pools> pools) {
    /// Pools, and where they are.
    ///
    /// @param all   all of them
    /// @param zones the zone of each Cinder process, by its host
    record Pools(List<Pool> all, Map<String, String> zones) {
        /// Those that may hold a volume of that type in that zone. A pool whose zone is not told may be in any.
        Stream<Pool> fit(Optional<VolumeType> type, Optional<String> zone) {
            var backend = type.map(one -> one.extraSpecs().get("volume_backend_name"));
            return all.stream()
                    .filter(pool -> backend.isEmpty() || pool.backend().equals(backend))
                    .filter(pool -> zone.isEmpty() || zone.get().equals(zones.getOrDefault(pool.host(), zone.get())));
        }
    }

    /// The type that a class asks for, by name or id.
    Optional<VolumeType> type(String nameOrId) {
        return types.stream()
                .filter(type -> type.name().equals(nameOrId) || type.id().equals(nameOrId))
                .findFirst();
    }

    /// How many GiB can be had of that type in that zone; empty when nothing that can be seen bounds it.
    Optional<Long> left(Optional<VolumeType> type, Optional<String> zone) {
        if (isUsedUp("volumes")
                || type.filter(one -> isUsedUp("volumes_" + one.name())).isPresent()) {
            return Optional.of(0L);
        }
        return least(List.of(
                quota("gigabytes"),
                type.flatMap(one -> quota("gigabytes_" + one.name())),
                pools.flatMap(seen -> all(seen.fit(type, zone).toList(), false))));
    }

    /// How many GiB one volume can have there; empty when nothing that can be seen bounds it.
    Optional<Long> largest(Optional<VolumeType> type, Optional<String> zone) {
        return least(List.of(
                left(type, zone),
                Optional.ofNullable(quotas.get("per_volume_gigabytes"))
                        .filter(Quota::limited)
                        .map(Quota::limit),
                pools.flatMap(seen -> all(seen.fit(type, zone).toList(), true))));
    }

    private boolean isUsedUp(String name) {
        return quota(name).filter(left -> left == 0).isPresent();
    }

    private Optional<Long> quota(String name) {
        return Optional.ofNullable(quotas.get(name)).filter(Quota::limited).map(Quota::left);
    }

    /// One pool that knows no end makes the sum endless.
    private static Optional<Long> all(List<Pool> pools, boolean largestAlone) {
        if (pools.stream().anyMatch(pool -> pool.freeGib().isEmpty())) {
            return Optional.empty();
        }
        var free = pools.stream().mapToLong(pool -> pool.freeGib().orElse(0L));
        return Optional.of(largestAlone ? free.max().orElse(0) : free.sum());
    }

    private static Optional<Long> least(List<Optional<Long>> bounds) {
        return bounds.stream().flatMap(Optional::stream).min(Long::compare);
    }
}
