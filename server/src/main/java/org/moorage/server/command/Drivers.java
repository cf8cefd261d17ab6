package org.moorage.server.command;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.metrics.MetricNames;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.plugin.BackendDefect;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Several drivers served by one process, from the opening of the first to the end of the last. None is served unless
/// all can be; but for a backend that has a mistake of its own, or hangs, which is left out.
final class Drivers implements Running {
    private final List<Serving> servings = new ArrayList<>();

    /// The entries of the file that are served, each at the place of its serving.
    private final List<DriverEntry> entries = new ArrayList<>();

    private final Opened opened = new Opened();

    private Drivers() {}

    /// What holds for all drivers.
    ///
    /// @param host    makes the host that a driver's node service acts on
    /// @param strict  whether a backend with a mistake of its own keeps the others from being served
    /// @param opening how long a backend may take to open
    record Terms(Supplier<VolumeHost> host, boolean strict, Function<BackendProvider, Duration> opening) {
        private static final Duration PLUGIN = Duration.ofSeconds(10);

        /// What comes with the package ends by itself: it waits for a cloud that cannot be reached, and then goes on.
        private static final Duration OWN = Duration.ofMinutes(10);

        Terms(Supplier<VolumeHost> host, boolean strict) {
            this(host, strict, provider -> OpenBackend.isPlugin(provider) ? PLUGIN : OWN);
        }
    }

    /// Opens all backends, then listens for all.
    ///
    /// @param http where to serve the metrics of all
    /// @throws Refusal one of them is refused: all that is wrong, and where; nothing is left open
    static Drivers start(List<DriverEntry> entries, Optional<InetSocketAddress> http, Terms terms) {
        var drivers = new Drivers();
        try {
            var monitoring = http.map(address -> Monitoring.start(address, drivers.opened));
            drivers.open(entries, monitoring, terms);
            drivers.listen();
            return drivers;
        } catch (RuntimeException e) {
            drivers.close();
            throw e;
        }
    }

    /// Opens all at once. One that has a mistake, or does not come back, is left out, unless that is refused.
    private void open(List<DriverEntry> all, Optional<Monitoring> monitoring, Terms terms) {
        var problems = new ArrayList<String>();
        var defects = new ArrayList<String>();
        var begin = System.nanoTime();
        var openings = all.stream()
                .map(entry -> Opening.begin(entry, () -> open(entry, monitoring, terms)))
                .toList();
        for (var opening : openings) {
            named(opening.entry(), problems, () -> {
                try {
                    var patience = terms.opening().apply(opening.entry().provider());
                    servings.add(opening.await(patience.minusNanos(System.nanoTime() - begin)));
                    entries.add(opening.entry());
                } catch (BackendDefect defect) {
                    monitoring.ifPresent(shown -> count(shown, opening.entry()));
                    var line = opening.entry().where() + defect.getMessage();
                    defects.add(line);
                    monitoring.ifPresent(shown -> shown.page().leaveOut(line));
                    LoggerFactory.getLogger(Drivers.class)
                            .atError()
                            .setCause(defect.getCause())
                            .log(line);
                }
            });
        }
        if (terms.strict() || servings.isEmpty()) {
            problems.addAll(defects);
        }
        refuse(problems);
        refuseTwins();
    }

    private static Serving open(DriverEntry entry, Optional<Monitoring> monitoring, Terms terms) {
        entry.warnings()
                .forEach(warning ->
                        LoggerFactory.getLogger(Drivers.class).atWarn().log(warning));
        var company = new Serving.Company(DriverName.of(entry.name()), monitoring.map(shown -> shown.of(entry.name())));
        return Serving.open(
                entry.provider(),
                new Serving.Plan(entry.settings(), entry.given(), terms.host(), Serving.GRACE, company));
    }

    private static void count(Monitoring monitoring, DriverEntry defective) {
        monitoring
                .of(defective.name())
                .meters()
                .count(
                        MetricNames.DEFECTS,
                        Map.of("driver_name", defective.provider().name(), "method_name", "open"));
    }

    private void refuseTwins() {
        var problems = new ArrayList<String>();
        for (var i = 1; i < servings.size(); i++) {
            for (var earlier = 0; earlier < i; earlier++) {
                if (servings.get(i).passesFor(servings.get(earlier))) {
                    problems.add(entries.get(i).where() + "it bears the name "
                            + servings.get(i).driver().name() + " and serves the same as driver "
                            + entries.get(earlier).name() + ": nobody could tell them apart; give it another name");
                }
            }
        }
        refuse(problems);
    }

    private void listen() {
        var problems = new ArrayList<String>();
        for (var i = 0; i < servings.size() && problems.isEmpty(); i++) {
            named(entries.get(i), problems, servings.get(i)::listen);
        }
        refuse(problems);
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
    }

    /// Does it under the driver's name in the log; what is refused is collected, with the driver's place in the file.
    private static void named(DriverEntry entry, List<String> problems, Runnable work) {
        try (var _ = MDC.putCloseable(LogKeys.DRIVER, entry.name())) {
            work.run();
        } catch (Refusal refusal) {
            refusal.problems().forEach(problem -> problems.add(entry.where() + EntryOptions.inFile(problem)));
        } catch (Failure failure) {
            problems.add(entry.where() + failure.getMessage());
        }
    }

    /// The drivers, in the order of the file.
    List<Serving> servings() {
        return Collections.unmodifiableList(servings);
    }

    @Override
    public void await() throws InterruptedException {
        for (var serving : servings) {
            serving.await();
        }
    }

    /// Ends all at once, so that the calls of one do not eat up the grace of another.
    @Override
    public void close() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            servings.forEach(serving -> threads.execute(serving::close));
        }
        opened.close();
    }
}
