package org.moorage.server.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodePartner;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.server.metrics.MetricsEndpoint;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.partner.Partner;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CsiServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One driver being served, from the opening of its backend to its end.
final class Serving implements AutoCloseable {
    /// Below the 30 seconds that Kubernetes leaves between SIGTERM and SIGKILL.
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final CsiServer server;
    private final Opened opened;
    private final Duration grace;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Serving(CsiServer server, Opened opened, Duration grace) {
        this.server = server;
        this.opened = opened;
        this.grace = grace;
    }

    /// What a serving is made of.
    ///
    /// @param settings what the server's own options say
    /// @param given    all options, for the backend
    /// @param host     makes the host that the node service acts on
    /// @param grace    how long calls under way may go on when the server is stopped
    record Plan(ServeSettings settings, Settings given, Supplier<VolumeHost> host, Duration grace) {
        Plan(ServeSettings settings, Settings given, Supplier<VolumeHost> host) {
            this(settings, given, host, GRACE);
        }
    }

    /// Opens the backend and listens.
    ///
    /// @throws org.moorage.api.plugin.Refusal if either is refused; nothing is left open
    static Serving start(BackendProvider provider, Plan plan) {
        var settings = plan.settings();
        CsiServer.check(settings.endpoints());
        var clock = InstantSource.system();
        var opened = new Opened();
        try {
            var meters = settings.httpEndpoint()
                    .map(address -> opened.keep(MetricsEndpoint.start(address)).meters())
                    .orElse(Meters.NONE);
            var surroundings =
                    new Surroundings(settings.services(), clock, meters, Version.current(), settings.userAgents());
            var backend = opened.keep(open(provider, plan.given(), surroundings));
            var cluster = Cluster.open(settings, backend, opened, clock);
            Supplier<VolumeHost> host = () -> opened.keep(plan.host().get());
            var roles = new Roles(backend.roles());
            var partner = partner(roles, settings, opened, clock);
            var server = DaggerServerGraph.factory()
                    .create(
                            backend.driver(),
                            roles,
                            settings.services(),
                            host,
                            partner,
                            cluster.annotations(),
                            cluster.notes(),
                            meters,
                            clock)
                    .server();
            server.start(settings.endpoints());
            return new Serving(server, opened, plan.grace());
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /// What a backend throws beside refusals is its own mistake, and must be known as its own.
    private static Backend open(BackendProvider provider, Settings given, Surroundings surroundings) {
        try {
            return provider.open(given, surroundings);
        } catch (Refusal | Failure foreseen) {
            throw foreseen;
        } catch (RuntimeException | LinkageError mistake) {
            throw new Refusal(
                    "backend " + provider.name() + " (" + provider.getClass().getModule() + ") failed while it was"
                            + " opened: " + mistake,
                    mistake);
        }
    }

    /// The partner that serves the node in our place, if the backend names one. It may come later than we do.
    private static Optional<Partner> partner(Roles roles, ServeSettings settings, Opened opened, InstantSource clock) {
        if (!settings.services().contains(Service.NODE)) {
            return Optional.empty();
        }
        var partner = roles.find(NodePartner.class).map(role -> opened.keep(new Partner(role.endpoint(), clock)));
        partner.ifPresent(Partner::present);
        return partner;
    }

    /// The server.
    CsiServer server() {
        return server;
    }

    /// Waits until {@link #close} has been called by another thread.
    void await() throws InterruptedException {
        server.awaitStop();
    }

    @Override
    public void close() {
        if (stopped.compareAndSet(false, true)) {
            LOG.atInfo().log("stopping");
            server.stop(grace);
            opened.close();
            LOG.atInfo().log("stopped");
        }
    }
}
