package org.moorage.server.status;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.plugin.Patience;
import org.moorage.server.rpc.CallsAtWork;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.rpc.Endpoint;
import org.moorage.server.rpc.LastErrors;
import org.moorage.server.rpc.Locks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A driver as the status page sees it. What its backend has to say is asked for on a thread of its own, and never more
/// than once at a time, so that a backend which hangs costs the page a moment and the process one thread.
public final class ServedDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ServedDriver.class);

    private final Place place;
    private final OpenBackend backend;
    private final Readiness readiness;
    private final Work work;
    private final Semaphore asking = new Semaphore(1);
    private volatile boolean silent;

    /// @param backend   who does the work
    /// @param readiness what Probe tells
    public ServedDriver(Place place, OpenBackend backend, Readiness readiness, Work work) {
        this.place = place;
        this.backend = backend;
        this.readiness = readiness;
        this.work = work;
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
    public record Work(CallsAtWork calls, Locks locks, LastErrors errors) {}

    /// What the backend said when it was asked.
    sealed interface Said {
        /// An answer.
        ///
        /// @param ready  what Probe tells
        /// @param report what it has going on; empty for a backend that does not tell
        record Answer(boolean ready, Optional<StatusReport> report) implements Said {}

        /// None, and why.
        record Nothing(String reason) implements Said {}
    }

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
    Said ask() {
        try {
            return Patience.call("status-" + identity().name(), PATIENCE, this::answer);
        } catch (TimeoutException _) {
            silent = true;
            return new Said.Nothing("it does not answer");
        } catch (ExecutionException e) {
            LOG.atError().setCause(e.getCause()).log("a backend failed to say how it is");
            return new Said.Nothing("it failed; the log says how");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Said.Nothing("it was not waited for");
        }
    }

    private Said answer() throws InterruptedException {
        if (!asking.tryAcquire(silent ? 0 : PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Said.Nothing("it was asked before, and has not answered yet");
        }
        try {
            var reporter = backend.roles().stream()
                    .filter(StatusReporter.class::isInstance)
                    .map(StatusReporter.class::cast)
                    .findFirst();
            return new Said.Answer(readiness.ready(), reporter.map(StatusReporter::report));
        } finally {
            silent = false;
            asking.release();
        }
    }
}
