package org.moorage.benchmarks.micro;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.watch.StateSource;
import org.moorage.openstack.watch.StatusWatch;
import org.moorage.openstack.watch.Wait;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// How long many waits for one thing each take, from the first that begins to the last that ends, when all that is
/// waited for has happened by the first look. The watch looks no sooner than after 100 ms, so what is above that is
/// the price of the crowd.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class WatchBenchmark {
    @Param({"10", "100", "1000"})
    int waiters;

    private final StatusWatch<String> watch = new StatusWatch<>(new Settled(), InstantSource.system(), Meters.NONE);

    /// A service that shows every object in one listing, in the state that is waited for.
    private final class Settled implements StateSource<String> {
        @Override
        public Optional<String> read(String id, Deadline deadline) {
            return Optional.of(id);
        }

        @Override
        public List<String> readChanged(Instant since, Deadline deadline) {
            return IntStream.range(0, waiters).mapToObj(Integer::toString).toList();
        }

        @Override
        public String id(String object) {
            return object;
        }

        @Override
        public String status(String object) {
            return "settled";
        }
    }

    @Benchmark
    public void fanOut() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waits = new ArrayList<Future<Optional<String>>>(waiters);
            for (var i = 0; i < waiters; i++) {
                var wait = new Wait<String>(Integer.toString(i), "change", "the change", false, Optional::isPresent);
                waits.add(threads.submit(
                        () -> watch.await(wait, Deadline.after(Duration.ofMinutes(1), InstantSource.system()))));
            }
            for (var wait : waits) {
                wait.get();
            }
        }
    }
}
