package org.moorage.server.rpc;

import io.grpc.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.moorage.api.Deadline;

/// How long the caller of the call under way will wait.
@Singleton
public final class CallDeadlines {
    /// For callers that name no deadline: above what any sidecar or kubelet grants (3 minutes, 2 minutes).
    static final Duration UNASKED = Duration.ofMinutes(5);

    private static final Duration LONGEST_MARGIN = Duration.ofMillis(200);
    private static final int MARGIN_SHARE = 20;

    private final InstantSource clock;

    @Inject
    public CallDeadlines(InstantSource clock) {
        this.clock = clock;
    }

    /// The deadline of the call on whose thread this is asked. It lies a moment before the caller's own, so that
    /// an answer which says what is unfinished arrives before the caller gives up.
    public Deadline current() {
        var left = left();
        return Deadline.after(left.minus(margin(left)), clock);
    }

    /// How long until the call must be answered, whatever the backend does: later than its own deadline, and before
    /// the caller's.
    Duration lastMoment() {
        var left = left();
        return left.minus(margin(left).dividedBy(2));
    }

    private static Duration left() {
        var deadline = Context.current().getDeadline();
        return deadline == null
                ? UNASKED.plus(LONGEST_MARGIN)
                : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    private static Duration margin(Duration left) {
        var share = left.dividedBy(MARGIN_SHARE);
        return share.compareTo(LONGEST_MARGIN) < 0 ? share : LONGEST_MARGIN;
    }
}
