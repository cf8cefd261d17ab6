package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.openstack.quota.Quota;
import org.moorage.openstack.sharedfilesystem.SharePool;
import org.moorage.openstack.sharedfilesystem.ShareType;

/// What a cloud has said about its room for shares of one type at one moment.
///
/// @param quotas     the project's, by Manila's names; empty where the policy forbids to see them
/// @param typeQuotas the project's for that type, by the same names; empty where Manila has none
/// @param pools      those that can hold the type, if the policy lets the project see them
record Supply(Map<String, Quota> quotas, Map<String, Quota> typeQuotas, Optional<Pools> pools) {
    private static final String SIZE = "gigabytes";

    /// What does not depend on the type.
    ///
    /// @param zones  the zones in which shares can be made
    /// @param types  the share types that the project may use
    /// @param quotas the project's, by Manila's names; empty where the policy forbids to see them
    record Known(List<String> zones, List<ShareType> types, Map<String, Quota> quotas) {
        /// The type that a class asks for, by id or name.
        Optional<ShareType> type(String idOrName) {
            return types.stream()
                    .filter(type -> type.id().equals(idOrName) || type.name().equals(idOrName))
                    .findFirst();
        }
    }

    /// Pools, and where they are.
    ///
    /// @param all   all of them
    /// @param zones the zone of each Manila process
    record Pools(List<SharePool> all, Map<String, String> zones) {
        /// Those in that zone. A pool whose zone is not told may be in any.
        Stream<SharePool> in(Optional<String> zone) {
            return all.stream()
                    .filter(pool -> zone.stream()
                            .allMatch(one ->
                                    zones.getOrDefault(pool.process(), one).equals(one)));
        }
    }

    /// How many GiB can be had in that zone; empty when nothing that can be seen bounds it.
    Optional<Long> left(Optional<String> zone) {
        if (bounds("shares").anyMatch(quota -> quota.left() == 0)) {
            return Optional.of(0L);
        }
        return Stream.concat(
                        bounds(SIZE).map(Quota::left),
                        pools.flatMap(seen -> free(seen.in(zone).toList(), false)).stream())
                .min(Long::compare);
    }

    /// How many GiB one share can have there; empty when nothing that can be seen bounds it.
    Optional<Long> largest(Optional<String> zone) {
        return Stream.concat(
                        bounds("per_share_gigabytes").map(Quota::limit),
                        pools.flatMap(seen -> free(seen.in(zone).toList(), true)).stream())
                .min(Long::compare);
    }

    private Stream<Quota> bounds(String name) {
        return Stream.of(quotas, typeQuotas)
                .flatMap(some -> Optional.ofNullable(some.get(name)).stream())
                .filter(Quota::limited);
    }

    /// One pool that knows no end makes the sum endless.
    private static Optional<Long> free(List<SharePool> pools, boolean largestAlone) {
        if (pools.stream().anyMatch(pool -> pool.freeGib().isEmpty())) {
            return Optional.empty();
        }
        var free = pools.stream().mapToLong(pool -> pool.freeGib().orElse(0L));
        return Optional.of(largestAlone ? free.max().orElse(0) : free.sum());
    }
}
