package org.moorage.manila;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;
import org.moorage.openstack.sharedfilesystem.ShareType;
import org.moorage.openstack.watch.SharedRead;

/// Looks at one cloud's room, at most once in a while for all who ask. Safe for many threads.
final class SupplyWatch {
    /// The provisioner asks for all its classes and segments in one go, every minute.
    private static final Duration AGE = Duration.ofSeconds(10);

    /// How long a policy that forbids something is not tried again.
    private static final Duration FORBIDDEN_HOLDS = Duration.ofMinutes(10);

    private static final String WHAT = "read the capacity";

    private final ManilaCloud cloud;
    private final InstantSource clock;
    private final SharedRead<Supply.Known> known;
    private final Map<ShareType, SharedRead<Supply>> supplies = new ConcurrentHashMap<>();
    private volatile Instant poolsForbiddenUntil = Instant.MIN;

    SupplyWatch(ManilaCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
        this.known = new SharedRead<>(this::readKnown, AGE, clock);
    }

    /// What the cloud has said lately that does not depend on the type.
    ///
    /// @throws Failure.Unavailable the cloud does not answer
    /// @throws Failure.Unfinished  the deadline came first
    Supply.Known known(Deadline deadline) {
        return Answers.read(WHAT, () -> known.lately(deadline));
    }

    /// What the cloud has said lately about room for that type.
    ///
    /// @throws Failure.Unavailable the cloud does not answer
    /// @throws Failure.Unfinished  the deadline came first
    Supply supply(ShareType type, Deadline deadline) {
        var supply =
                supplies.computeIfAbsent(type, one -> new SharedRead<>(until -> readSupply(one, until), AGE, clock));
        return Answers.read(WHAT, () -> supply.lately(deadline));
    }

    private Supply.Known readKnown(Deadline deadline) {
        return new Supply.Known(
                cloud.manila().availabilityZones(deadline),
                cloud.types().list(deadline),
                ofProject(project -> cloud.manila().quotas().usage(project, deadline)));
    }

    private Supply readSupply(ShareType type, Deadline deadline) {
        var quotas = ofProject(project -> cloud.manila()
                .quotas()
                .usageOfType(project, type.id(), deadline)
                .orElse(Map.of()));
        return new Supply(known.lately(deadline).quotas(), quotas, pools(type, deadline));
    }

    private Map<String, Quota> ofProject(Function<String, Map<String, Quota>> read) {
        return cloud.project()
                .get()
                .flatMap(project -> unlessForbidden(() -> read.apply(project)))
                .orElse(Map.of());
    }

    private Optional<Supply.Pools> pools(ShareType type, Deadline deadline) {
        if (clock.instant().isBefore(poolsForbiddenUntil)) {
            return Optional.empty();
        }
        var pools = cloud.manila().pools();
        var seen = pools.list(Optional.of(type.id()), deadline);
        if (seen.isEmpty()) {
            poolsForbiddenUntil = clock.instant().plus(FORBIDDEN_HOLDS);
        }
        return seen.map(all -> new Supply.Pools(all, pools.zones(deadline).orElse(Map.of())));
    }

    private static <T> Optional<T> unlessForbidden(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (OpenStackError error) {
            if (error.kind() == OpenStackError.Kind.REFUSED && error.status() == 403) {
                return Optional.empty();
            }
            throw error;
        }
    }
}
