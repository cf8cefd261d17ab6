package org.moorage.server.rpc;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The calls that have not come back by their deadline. Each holds a thread, and nothing can end it; so they are
/// counted, and a call of which too many are stuck is not begun again until one comes back.
///
/// Which call will get stuck is known at its deadline alone. So calls that are at work together when a backend
/// begins to hang may all get stuck, however many; but from then on, until none is, no more are let in than may
/// be stuck.
@Singleton
public final class StuckCalls {
    /// When so many calls of one name are stuck, no more are begun.
    static final int MOST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(StuckCalls.class);

    /// One thread that only ends calls, which is quick, serves all drivers.
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Map<String, Count> counts = new HashMap<>();
    private final Meters meters;

    @Inject
    public StuckCalls(Meters meters) {
        this.meters = meters;
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /// Begins to watch a call on this thread, until the watch is closed.
    ///
    /// @param after  how long it may take
    /// @param giveUp what to do when it takes longer; quick, and throws nothing
    /// @throws Failure.Unavailable too many calls of that name are stuck
    Watch watch(String rpc, Duration after, Runnable giveUp) {
        return new Watch(rpc, begin(rpc), after, giveUp);
    }

    /// The calls of one name.
    private static final class Count {
        int atWork;
        int stuck;

        /// Whether too many were stuck, and some are still.
        boolean hanging;
    }

    private synchronized Count begin(String rpc) {
        var count = counts.computeIfAbsent(rpc, _ -> new Count());
        if (count.hanging && count.atWork >= MOST) {
            throw new Failure.Unavailable(count.stuck + " earlier calls of " + rpc
                    + " have not come back from this driver yet; it is asked again when one has");
        }
        count.atWork++;
        return count;
    }

    private synchronized void stick(String rpc, Count count) {
        count.stuck++;
        count.hanging |= count.stuck >= MOST;
        tell(rpc, count);
    }

    private synchronized void end(String rpc, Count count, boolean stuck) {
        count.atWork--;
        if (stuck) {
            count.stuck--;
            count.hanging &= count.stuck > 0;
            tell(rpc, count);
        }
    }

    /// Under the lock, so that the last who tells is the last who counted.
    private void tell(String rpc, Count count) {
        meters.set(MetricNames.STUCK_CALLS, count.stuck, Map.of("method_name", rpc));
    }

    /// One call that is watched.
    final class Watch implements AutoCloseable {
        private final String rpc;
        private final Count count;
        private final Future<?> alarm;
        private final @Nullable Map<String, String> words = MDC.getCopyOfContextMap();
        private boolean stuck;
        private boolean over;

        private Watch(String rpc, Count count, Duration after, Runnable giveUp) {
            this.rpc = rpc;
            this.count = count;
            this.alarm = TIMER.schedule(() -> ring(giveUp), after.toNanos(), TimeUnit.NANOSECONDS);
        }

        /// What is logged about the call must name its driver on this thread, too.
        private synchronized void ring(Runnable giveUp) {
            if (over) {
                return;
            }
            stuck = true;
            stick(rpc, count);
            MDC.setContextMap(words == null ? Map.of() : words);
            try {
                giveUp.run();
            } finally {
                MDC.clear();
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            alarm.cancel(false);
            end(rpc, count, stuck);
            if (stuck) {
                LOG.atInfo().addKeyValue(LogKeys.RPC, rpc).log("a call that had been given up has come back");
            }
        }
    }
}
