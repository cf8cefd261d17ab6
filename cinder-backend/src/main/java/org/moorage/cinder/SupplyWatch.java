package org.moorage.cinder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.http.OpenStackError;

/// Looks at one cloud's room, at most once in a while for all who ask. Safe for many threads.
final class SupplyWatch {
    /// The provisioner asks for all its classes and segments in one go, every minute.
    private static final Duration AGE = Duration.ofSeconds(10);

    /// How long a policy that forbids something is not tried again.
    private static final Duration FORBIDDEN_HOLDS = Duration.ofMinutes(10);

    private static final String WHAT = "read the capacity";

    private final CinderCloud cloud;
    private final InstantSource clock;
    private final Lately<Supply> lately;
    private volatile Instant poolsForbiddenUntil = Instant.MIN;

    SupplyWatch(CinderCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
        this.lately = new Lately<>(AGE, clock);
    }

    /// What the cloud has said lately.
    ///
    /// @throws Failure.Unavailable the cloud does not answer
    /// @throws Failure.Unfinished  the deadline came first
    Supply supply(Deadline deadline) {
        return lately.get(WHAT, this::read, deadline);
    }

    private Supply read(Deadline deadline) {
        return Answers.read(
                WHAT,
                () -> new Supply(
                        cloud.project()
                                .get()
                                .flatMap(project ->
                                        unlessForbidden(() -> cloud.quotas().usage(project, deadline)))
                                .orElse(Map.of()),
                        cloud.pools().openZones(deadline),
                        cloud.types().list(deadline),
                        cloud.types().findDefault(deadline),
                        pools(deadline)));
    }

    private Optional<Supply.Pools> pools(Deadline deadline) {
        if (clock.instant().isBefore(poolsForbiddenUntil)) {
            return Optional.empty();
        }
        var seen = unlessForbidden(() -> cloud.pools().list(deadline))
                .map(pools -> new Supply.Pools(
                        pools,
                        unlessForbidden(() -> cloud.pools().zones(deadline)).orElse(Map.of())));
        if (seen.isEmpty()) {
            poolsForbiddenUntil = clock.instant().plus(FORBIDDEN_HOLDS);
        }
        return seen;
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
