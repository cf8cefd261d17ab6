package org.moorage.openstack.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.openstack.transport.Outcome.Answered;
import org.moorage.openstack.transport.Outcome.Failed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives an endpoint air that fails again and again: after some failures in a row nothing is sent to it for a
/// while, then one call tries, and the others follow once it got through. Safe for many threads.
final class Breaker {
    private static final int FAILURES = 5;
    private static final Duration FIRST_AIR = Duration.ofSeconds(1);
    private static final Duration MOST_AIR = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final InstantSource clock;
    private final URI endpoint;
    private int failures;
    private Duration air = FIRST_AIR;
    private @Nullable Instant closedUntil;

    Breaker(InstantSource clock, URI endpoint) {
        this.clock = clock;
        this.endpoint = endpoint;
    }

    /// How long nothing must be sent; empty lets the caller through.
    synchronized Optional<Duration> closedFor() {
        if (closedUntil == null) {
            return Optional.empty();
        }
        var left = Duration.between(clock.instant(), closedUntil);
        if (left.isPositive()) {
            return Optional.of(left);
        }
        // This caller tries; the others wait for what it finds, or for the next turn.
        closedUntil = clock.instant().plus(air);
        return Optional.empty();
    }

    /// Takes how a call ended.
    synchronized void note(Outcome outcome) {
        switch (outcome) {
            case Answered _ -> heal();
            case Failed failed when failed.ill() -> worsen();
            case Failed failed -> {
                if (failed.error().status() != 0) {
                    heal();
                }
            }
        }
    }

    private void heal() {
        if (closedUntil != null) {
            LOG.atInfo().addKeyValue("endpoint", endpoint).log("endpoint answers again");
        }
        failures = 0;
        air = FIRST_AIR;
        closedUntil = null;
    }

    private void worsen() {
        failures++;
        if (failures < FAILURES) {
            return;
        }
        if (closedUntil == null) {
            LOG.atWarn().addKeyValue("endpoint", endpoint).log("endpoint fails again and again and is given air");
        } else {
            air = air.multipliedBy(2).compareTo(MOST_AIR) < 0 ? air.multipliedBy(2) : MOST_AIR;
        }
        closedUntil = clock.instant().plus(air);
    }
}
