package org.moorage.openstack.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.moorage.openstack.config.CloudRevision;

/// When a configuration that did not work out is tried again although its files are the same: Keystone may learn of a
/// new secret later than we do, or may not have been there.
///
/// Refused credentials are left alone for longer each time, since Keystone counts them and locks accounts. Confined
/// to one thread.
final class Trials {
    private static final Duration REACHED_LATER = Duration.ofSeconds(2);
    private static final Duration MOST_UNREACHED = Duration.ofSeconds(15);
    private static final Duration TAKEN_LATER = Duration.ofSeconds(30);
    private static final Duration MOST_REFUSED = Duration.ofMinutes(10);

    /// How long a refusal holds even for those whose own credentials have just been refused.
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 10;

    private final InstantSource clock;
    private @Nullable CloudRevision tried;
    private int failures;
    private boolean pressed;
    private Instant next = Instant.MIN;
    private Instant nextWhenPressed = Instant.MIN;

    Trials(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether to try the revision now.
    ///
    /// @param urgent whether calls wait for it, since the credentials in use have been refused
    boolean due(CloudRevision revision, boolean urgent) {
        var now = clock.instant();
        return !revision.equals(tried) || !now.isBefore(next) || (urgent && !now.isBefore(nextWhenPressed));
    }

    /// Takes note of a failure.
    ///
    /// @param passing whether it says nothing about the configuration
    void failed(CloudRevision revision, boolean urgent, boolean passing) {
        if (!revision.equals(tried)) {
            failures = 0;
            pressed = false;
        }
        tried = revision;
        failures++;
        pressed |= urgent;
        var now = clock.instant();
        next = now.plus(passing ? doubled(REACHED_LATER, MOST_UNREACHED) : doubled(TAKEN_LATER, MOST_REFUSED));
        // What was refused while the old credentials held may well be right once these are refused.
        nextWhenPressed = pressed ? now.plus(REFUSAL_HOLDS) : now;
    }

    /// Takes note of a success.
    void succeeded() {
        tried = null;
    }

    private Duration doubled(Duration first, Duration most) {
        var wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
