package org.moorage.benchmarks.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.moorage.emulator.Emulator;

/// Holds a storm over one driver, in a cloud that is made for it and goes with it.
public final class Storm implements AutoCloseable {
    /// How long a cloud may take to do what it was asked last, over and above the time of one state.
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

    private final StormSettings settings;
    private final Contender contender;
    private final StormCloud cloud;
    private final PartnerStub partner;
    private final DriverProcess driver;
    private final Csi csi;

    private Storm(
            StormSettings settings, Contender contender, StormCloud cloud, PartnerStub partner, DriverProcess driver)
            throws IOException {
        this.settings = settings;
        this.contender = contender;
        this.cloud = cloud;
        this.partner = partner;
        this.driver = driver;
        var secrets =
                contender.subject() == Subject.SHARES ? CloudSecrets.of(cloud.cloudConf()) : Map.<String, String>of();
        this.csi = new Csi(driver.socket(), settings.patience(), secrets);
    }

    /// Starts cloud and driver, and waits until the driver serves.
    ///
    /// @throws NotMeasured the driver does not serve
    public static Storm prepare(StormSettings settings, Contender contender) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("moorage-storm-");
        var cloud = StormCloud.start(settings, directory);
        try {
            var socket = directory.resolve("partner.sock");
            var partner = new PartnerStub(socket);
            var driver = DriverProcess.start(contender, cloud.cloudConf(), socket, directory);
            var storm = new Storm(settings, contender, cloud, partner, driver);
            try {
                storm.csi.awaitReady(storm.driver::alive, PROBE_PAUSE);
                return storm;
            } catch (NotMeasured broken) {
                var words = storm.driver.lastWords();
                storm.close();
                throw new NotMeasured(contender.name() + ": " + broken.getMessage() + "; its log ends:\n" + words);
            }
        } catch (IOException | RuntimeException | InterruptedException e) {
            cloud.close();
            throw e;
        }
    }

    /// Lets every volume live its life, as many at a time as the settings say.
    public StormResult rage() throws IOException, InterruptedException {
        var tally = new Tally();
        var emulator = cloud.emulator();
        var version = csi.version();
        emulator.requests().reset();
        settings.weather().over(emulator);
        var processorTime = driver.processorTime();
        var begin = Instant.now();
        run(tally);
        var wall = Duration.between(begin, Instant.now());
        var requests = emulator.requests().counts();
        var injected = emulator.faults().happened();
        emulator.faults().heal();
        settle(emulator);
        var left = emulator.leftovers();
        return new StormResult(
                contender.name(),
                version,
                tally.lived(),
                wall,
                tally.spreads(),
                requests,
                injected,
                tally.errors(),
                tally.messages(),
                left.volumes().size() + left.shares().size(),
                left.attachments().size()
                        + left.snapshots().size()
                        + left.rules().size(),
                driver.processorTime().minus(processorTime),
                driver.peakMemory(),
                tally.whyUnended());
    }

    /// The requests of each step of a life that is lived alone: the mean over some volumes, one after the other.
    public Map<Step, Double> countAlone(int volumes) throws InterruptedException {
        var counts = new StepCounts(cloud.emulator().requests());
        for (var i = 0; i < volumes; i++) {
            counts.begin();
            new Lifecycle(
                            csi,
                            new Persistence(new Tally()),
                            contender.subject(),
                            "alone-" + i,
                            cloud.node(0),
                            settings.snapshots(),
                            counts::after)
                    .live();
        }
        return counts.mean(volumes);
    }

    @Override
    public void close() throws IOException {
        csi.close();
        driver.close();
        partner.close();
        cloud.close();
    }

    private void run(Tally tally) throws InterruptedException {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var workers = new ArrayList<Future<?>>();
            for (var worker = 0; worker < Math.min(settings.concurrency(), settings.lifecycles()); worker++) {
                var node = cloud.node(worker);
                workers.add(threads.submit(() -> {
                    for (var i = next.getAndIncrement(); i < settings.lifecycles(); i = next.getAndIncrement()) {
                        live(tally, "storm-" + i, node);
                    }
                    return true;
                }));
            }
            try {
                awaitAll(workers);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void live(Tally tally, String name, String node) throws InterruptedException {
        try {
            new Lifecycle(csi, new Persistence(tally), contender.subject(), name, node, settings.snapshots(), _ -> {})
                    .live();
            tally.ended();
        } catch (NotMeasured broken) {
            tally.unended(name + ": " + broken.getMessage());
        }
    }

    private static void awaitAll(List<Future<?>> workers) throws InterruptedException {
        for (var worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a caller of the storm failed", e.getCause());
            }
        }
    }

    /// Waits until nothing is left, or until what is left will stay.
    private void settle(Emulator emulator) throws InterruptedException {
        var end = Instant.now().plus(settings.stateTime()).plus(SETTLING);
        while (!emulator.leftovers().none() && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
    }
}
