package org.moorage.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The moment after which nobody waits for an answer any more.
///
/// Every call that can wait takes one, as its last parameter, and gives up no later than this. A caller that
/// has gone away before its deadline interrupts the thread that works for it; see {@link
/// org.moorage.api.failure.Failure.Unfinished}.
///
/// @param at    the last moment at which an answer is of use
/// @param clock the clock that `at` is read from, never null
public record Deadline(Instant at, InstantSource clock) {
    /// The deadline that lies `wait` from now.
    ///
    /// @param wait how long from now; a negative wait has already passed
    public static Deadline after(Duration wait, InstantSource clock) {
        return new Deadline(clock.instant().plus(wait), clock);
    }

    /// The time that is left, zero when the deadline has passed; never negative.
    public Duration remaining() {
        var left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Whether the deadline has come.
    public boolean passed() {
        return !clock.instant().isBefore(at);
    }

    /// This deadline or the one that lies `wait` from now, whichever comes first: the way to give a part of a
    /// call less time than the whole has.
    public Deadline within(Duration wait) {
        var sooner = clock.instant().plus(wait);
        return sooner.isBefore(at) ? new Deadline(sooner, clock) : this;
    }
}
