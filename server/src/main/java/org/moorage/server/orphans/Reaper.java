package org.moorage.server.orphans;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for orphans from time to time, names new ones in the log, and removes them if that is allowed: one at a time,
/// each only after cluster and cloud were looked at once more.
public final class Reaper implements AutoCloseable {
    /// What the operator allows.
    ///
    /// @param interval  how long between two looks
    /// @param mark      the mark whose orphans may be removed: the operator's word that no other cluster
    ///                  bears it; empty to remove nothing
    /// @param doubtless whether to remove even where the cluster names nothing that bears the mark
    public record Rules(Duration interval, Optional<String> mark, boolean doubtless) {}

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final Duration LOOK_TIME = Duration.ofMinutes(10);
    private static final Duration REMOVAL_TIME = Duration.ofMinutes(5);
    /// Somebody may still stop what goes wrong.
    private static final int MOST_IN_A_ROUND = 20;

    private final OrphanSearch search;
    private final Rules rules;
    private final InstantSource clock;
    private final Meters meters;
    private final String driver;
    private final Set<String> named = new HashSet<>();
    private @Nullable Thread thread;

    /// @param meters where defects of the backend are counted
    /// @param driver the driver's name
    public Reaper(OrphanSearch search, Rules rules, Meters meters, String driver) {
        this.search = search;
        this.rules = rules;
        this.meters = meters;
        this.driver = driver;
        this.clock = search.clock();
    }

    /// Begins, with a first look after the interval, in a thread of its own.
    public void start() {
        thread = Thread.ofVirtual().name("reaper").start(this::run);
    }

    @Override
    public void close() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(rules.interval());
                round();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Looks once, and removes what may be removed.
    void round() {
        try {
            var findings = search.look(Deadline.after(LOOK_TIME, clock));
            report(findings);
            if (rules.mark().isPresent() && !findings.orphans().isEmpty()) {
                remove(findings);
            }
        } catch (Failure failure) {
            LOG.atWarn().addKeyValue(LogKeys.ERROR, failure.getMessage()).log("orphans cannot be looked for now");
        } catch (RuntimeException mistake) {
            // The backend's own: the next look is to come all the same.
            meters.count(MetricNames.DEFECTS, Map.of("driver_name", driver, "method_name", "orphans"));
            LOG.atError().setCause(mistake).log("a defect of this driver ended a look for orphans");
        }
    }

    private void report(Findings findings) {
        var now = new HashSet<String>();
        for (var orphan : findings.orphans()) {
            now.add(orphan.id());
            if (named.add(orphan.id())) {
                LOG.atWarn()
                        .addKeyValue("kind", orphan.kind())
                        .addKeyValue("id", orphan.id())
                        .addKeyValue("name", orphan.name())
                        .addKeyValue("age_days", findings.age(orphan).toDays())
                        .addKeyValue("origin", orphan.origin().orElse(""))
                        .addKeyValue("held", orphan.held().orElse(""))
                        .log("an orphan: the cluster made it and does not name it any more");
            }
        }
        named.retainAll(now);
    }

    private void remove(Findings findings) {
        if (!rules.mark().equals(Optional.of(findings.mark()))) {
            LOG.atWarn()
                    .addKeyValue("mark", findings.mark())
                    .log("no orphan is removed: the permission is for another mark");
            return;
        }
        if (findings.doubt().isPresent() && !rules.doubtless()) {
            LOG.atWarn().addKeyValue("why", findings.doubt().get()).log("no orphan is removed");
            return;
        }
        findings.orphans().stream()
                .filter(orphan -> orphan.held().isEmpty())
                .limit(MOST_IN_A_ROUND)
                .takeWhile(_ -> !Thread.currentThread().isInterrupted())
                .forEach(this::remove);
    }

    private void remove(OwnedObject orphan) {
        try {
            if (!search.isStillOrphan(orphan, Deadline.after(LOOK_TIME, clock))) {
                LOG.atInfo().addKeyValue("id", orphan.id()).log("an orphan is left alone: the cluster names it now");
                return;
            }
            var against = search.inventory().remove(orphan, Deadline.after(REMOVAL_TIME, clock));
            if (against.isPresent()) {
                LOG.atInfo()
                        .addKeyValue("id", orphan.id())
                        .addKeyValue("why", against.get())
                        .log("an orphan is left alone");
            } else {
                LOG.atInfo()
                        .addKeyValue("kind", orphan.kind())
                        .addKeyValue("id", orphan.id())
                        .addKeyValue("name", orphan.name())
                        .log("an orphan was removed");
            }
        } catch (Failure failure) {
            LOG.atWarn()
                    .addKeyValue("id", orphan.id())
                    .addKeyValue(LogKeys.ERROR, failure.getMessage())
                    .log("an orphan could not be removed");
        }
    }
}
