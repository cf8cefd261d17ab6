package org.moorage.openstack.watch;

import java.time.Duration;

/// How often to look for one kind of change, learned from how long such changes took lately. Not safe for threads:
/// {@link StatusWatch} guards it.
///
/// The first look comes when the change should just be over, so that mostly one look suffices. Later looks come at
/// growing intervals, a third of the time waited, so that no wait is known to be over much later than it was.
final class Pace {
    static final Duration LEAST = Duration.ofMillis(100);
    static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration UNKNOWN = Duration.ofMillis(250);
    private static final double WEIGHT_OF_LATEST = 0.3;
    private static final double HOPE = 0.8;

    private Duration usual = UNKNOWN;

    /// How long after the request to look first.
    Duration first() {
        return clamp(usual);
    }

    /// How long to pause before looking again, when the change has been waited for so long.
    static Duration next(Duration elapsed) {
        return clamp(elapsed.dividedBy(3));
    }

    /// Takes note of a change that was pending at the one time and over at the other.
    ///
    /// @param pending the last time, counted from the request, at which it was seen pending; zero when it never was
    /// @param settled the first time at which it was seen to be over
    void learn(Duration pending, Duration settled) {
        // When the first look found it over, nobody knows for how long it had been: try a little sooner next time.
        var taken =
                pending.isZero() ? scale(settled, HOPE) : pending.plus(settled).dividedBy(2);
        usual = clamp(scale(usual, 1 - WEIGHT_OF_LATEST).plus(scale(taken, WEIGHT_OF_LATEST)));
    }

    private static Duration scale(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }

    /// The duration, or the least or greatest pause between two looks.
    static Duration clamp(Duration duration) {
        if (duration.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return duration.compareTo(MOST) > 0 ? MOST : duration;
    }
}
