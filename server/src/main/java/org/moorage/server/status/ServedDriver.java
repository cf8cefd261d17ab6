package org.moorage.server.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.server.metrics.MetricNames;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallsAtWork;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.rpc.Endpoint;
import org.moorage.server.rpc.LastErrors;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.LogKeys;
import org.moorage.server.rpc.Promises;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// A driver as the status page sees it.
public final class ServedDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ServedDriver.class);

    private final Place place;
    private final OpenBackend backend;
    private final Readiness readiness;
    private final Work work;
    private final Inquiry inquiry;

    /// @param backend   who does the work
    /// @param readiness what Probe tells
    public ServedDriver(Place place, OpenBackend backend, Readiness readiness, Work work) {
        this.place = place;
        this.backend = backend;
        this.readiness = readiness;
        this.work = work;
        this.inquiry = new Inquiry("status-" + backend.driver().name(), PATIENCE, this::answer);
    }

    /// Where a driver is served.
    ///
    /// @param name      by which it is told from others in its process
    /// @param services  what it serves
    /// @param endpoints where it listens
    public record Place(DriverName name, Set<Service> services, List<Endpoint> endpoints) {
        /// Copies the collections.
        public Place {
            services = Set.copyOf(services);
            endpoints = List.copyOf(endpoints);
        }

        /// The services in the order of their names.
        Set<Service> inOrder() {
            return new TreeSet<>(services);
        }
    }

    /// What keeps count of its calls.
    ///
    /// @param calls  those that are not over
    /// @param locks  what they hold
    /// @param errors those that failed
    /// @param meters where its defects are counted
    public record Work(CallsAtWork calls, Locks locks, LastErrors errors, Meters meters) {}

    Place place() {
        return place;
    }

    DriverIdentity identity() {
        return backend.driver();
    }

    OpenBackend backend() {
        return backend;
    }

    Work work() {
        return work;
    }

    /// Asks the backend how it is.
    Inquiry.Question ask(Instant now) {
        return inquiry.ask(now);
    }

    /// Runs on a thread of its own, which logs for this driver alone.
    private Said answer() {
        place.name().text().ifPresent(text -> MDC.put(LogKeys.DRIVER, text));
        try {
            var reporter = new Roles(backend.roles()).find(StatusReporter.class);
            return new Said.Answer(
                    readiness.ready(), reporter.map(role -> Promises.there("StatusReporter.report", role.report())));
        } catch (Throwable mistake) {
            work.meters()
                    .count(MetricNames.DEFECTS, Map.of("driver_name", identity().name(), "method_name", "report"));
            LOG.atError().setCause(mistake).log("a backend failed to say how it is");
            return new Said.Nothing("it failed; the log says how");
        }
    }
}
