package org.moorage.server.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.moorage.api.node.NodePartner;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.partner.Partner;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CsiServer;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.status.ServedDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One driver being served, from the opening of its backend to its end.
final class Serving implements Running {
    /// Below the 30 seconds that Kubernetes leaves between SIGTERM and SIGKILL.
    static final Duration GRACE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final DriverIdentity driver;
    private final ServeSettings settings;
    private final CsiServer server;
    private final Runnable shown;
    private final Opened opened;
    private final Duration grace;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Serving(DriverIdentity driver, Plan plan, CsiServer server, Runnable shown, Opened opened) {
        this.driver = driver;
        this.settings = plan.settings();
        this.server = server;
        this.shown = shown;
        this.opened = opened;
        this.grace = plan.grace();
    }

    /// What a serving is made of.
    ///
    /// @param settings what the server's own options say
    /// @param given    all options, for the backend
    /// @param host     makes the host that the node service acts on
    /// @param grace    how long calls under way may go on when the server is stopped
    /// @param company  what the driver shares with others in its process
    record Plan(ServeSettings settings, Settings given, Supplier<VolumeHost> host, Duration grace, Company company) {
        Plan(ServeSettings settings, Settings given, Supplier<VolumeHost> host) {
            this(settings, given, host, GRACE, Company.NONE);
        }
    }

    /// What a driver has to do with the others in its process.
    ///
    /// @param name       by which it is told from them
    /// @param monitoring where all show how they are; a driver that is alone has a place of its own
    record Company(DriverName name, Optional<Monitoring> monitoring) {
        static final Company NONE = new Company(DriverName.ALONE, Optional.empty());
    }

    /// Opens the backend and listens.
    ///
    /// @throws org.moorage.api.plugin.Refusal            if either is refused; nothing is left open
    /// @throws org.moorage.server.plugin.BackendDefect   the backend has a mistake; nothing is left open
    static Serving start(BackendProvider provider, Plan plan) {
        var serving = open(provider, plan);
        try {
            serving.listen();
            return serving;
        } catch (RuntimeException e) {
            serving.opened.close();
            throw e;
        }
    }

    /// Opens the backend and does not listen yet.
    ///
    /// @throws org.moorage.api.plugin.Refusal if it is refused, or an endpoint is; nothing is left open
    static Serving open(BackendProvider provider, Plan plan) {
        var settings = plan.settings();
        CsiServer.check(settings.endpoints());
        var clock = InstantSource.system();
        var opened = new Opened();
        try {
            var monitoring = plan.company()
                    .monitoring()
                    .or(() -> settings.httpEndpoint().map(address -> Monitoring.start(address, opened)));
            var meters = monitoring.map(Monitoring::meters).orElse(Meters.NONE);
            var surroundings =
                    new Surroundings(settings.services(), clock, meters, Version.current(), settings.userAgents());
            var backend = opened.keep(OpenBackend.open(provider, plan.given(), surroundings));
            var cluster = Cluster.open(settings, backend, opened, clock, meters);
            Supplier<VolumeHost> host = () -> opened.keep(plan.host().get());
            var roles = new Roles(backend.roles());
            var partner = roles.find(NodePartner.class)
                    .filter(_ -> settings.services().contains(Service.NODE))
                    .map(role -> opened.keep(partner(role, option(provider, plan.given(), role.endpoint()), clock)));
            var graph = DaggerServerGraph.factory()
                    .create(
                            backend.driver(),
                            plan.company().name(),
                            roles,
                            settings.services(),
                            host,
                            partner,
                            cluster.annotations(),
                            cluster.notes(),
                            meters,
                            clock,
                            backend.threads());
            Runnable shown =
                    () -> monitoring.ifPresent(place -> place.page().show(served(plan, backend, graph, meters)));
            return new Serving(backend.driver(), plan, graph.server(), shown, opened);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static ServedDriver served(Plan plan, OpenBackend backend, ServerGraph graph, Meters meters) {
        return new ServedDriver(
                new ServedDriver.Place(
                        plan.company().name(),
                        plan.settings().services(),
                        plan.settings().endpoints()),
                backend,
                graph.readiness(),
                new ServedDriver.Work(graph.calls(), graph.locks(), graph.errors(), meters));
    }

    /// Listens on the endpoints, and is seen on the status page.
    ///
    /// @throws org.moorage.api.plugin.Refusal one cannot be listened on
    void listen() {
        server.start(settings.endpoints());
        shown.run();
    }

    /// The partner that serves the node in our place. It may come later than we do.
    private static Partner partner(NodePartner role, String option, InstantSource clock) {
        var partner = new Partner(option, role.endpoint(), clock);
        partner.present();
        return partner;
    }

    /// The option that was given that text; the partner's own name where there is none.
    private static String option(BackendProvider provider, Settings given, String text) {
        return provider.options().stream()
                .map(Option::name)
                .filter(name -> given.text(name).filter(text::equals).isPresent())
                .findFirst()
                .orElse("partner");
    }

    /// The server.
    CsiServer server() {
        return server;
    }

    /// What the driver is known by.
    DriverIdentity driver() {
        return driver;
    }

    /// Whether who knows drivers by their names would take this one for the other.
    boolean passesFor(Serving other) {
        return driver.name().equals(other.driver.name())
                && settings.services().stream().anyMatch(other.settings.services()::contains);
    }

    @Override
    public void await() throws InterruptedException {
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
