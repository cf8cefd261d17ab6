package org.moorage.server.rpc;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
@Singleton
public final class StuckCalls {
    /// How many calls of one name may be stuck.
    static final int MOST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(StuckCalls.class);

    /// One thread that only ends calls, which is quick, serves all drivers.
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
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
        var now = counts.getOrDefault(rpc, 0);
        if (now >= MOST) {
            throw new Failure.Unavailable(now + " earlier calls of " + rpc
                    + " have not come back from this driver yet; it is asked again when one has");
        }
        return new Watch(rpc, after, giveUp);
    }

    /// Counted and told in one step, so that the last who tells is the last who counted.
    private synchronized void count(String rpc, int change) {
        counts.merge(rpc, change, Integer::sum);
        meters.set(MetricNames.STUCK_CALLS, counts.getOrDefault(rpc, 0), Map.of("method_name", rpc));
    }

    /// One call that is watched.
    final class Watch implements AutoCloseable {
        private final String rpc;
        private final Future<?> alarm;
        private final @Nullable Map<String, String> words = MDC.getCopyOfContextMap();
        private boolean stuck;
        private boolean over;

        private Watch(String rpc, Duration after, Runnable giveUp) {
            this.rpc = rpc;
            this.alarm = TIMER.schedule(() -> ring(giveUp), after.toNanos(), TimeUnit.NANOSECONDS);
        }

        /// What is logged about the call must name its driver on this thread, too.
        private synchronized void ring(Runnable giveUp) {
            if (over) {
                return;
            }
            stuck = true;
            count(rpc, 1);
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
            if (stuck) {
                count(rpc, -1);
                LOG.atInfo().addKeyValue(LogKeys.RPC, rpc).log("a call that had been given up has come back");
            }
        }
    }
}
