package org.moorage.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.DoubleStream;
import org.moorage.api.plugin.Meters;

/// Measurements kept for Prometheus.
final class PrometheusMeters implements Meters {
    private static final String SECONDS = "_seconds";

    /// Those of csi-lib-utils, so that the plugin's and the sidecars' histograms can be laid over each other.
    private static final Duration[] RPC_BUCKETS = buckets(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 25, 50, 120, 300, 600);

    /// Those that Prometheus libraries have by default, and the Go driver with them.
    private static final Duration[] DEFAULT_BUCKETS = buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Id, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();

    PrometheusMeters() {
        measureProcess();
    }

    /// Heap, threads, processor time and age of this process, under Micrometer's names.
    private void measureProcess() {
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(process -> process.bindTo(registry));
    }

    private record Id(String name, Map<String, String> labels) {}

    @Override
    public void count(String name, Map<String, String> labels) {
        registry.counter(name, tags(labels)).increment();
    }

    @Override
    public void time(String name, Duration elapsed, Map<String, String> labels) {
        // The registry writes the unit behind the name itself.
        var stem = name.endsWith(SECONDS) ? name.substring(0, name.length() - SECONDS.length()) : name;
        Timer.builder(stem)
                .serviceLevelObjectives(name.equals(MetricNames.RPC_SECONDS) ? RPC_BUCKETS : DEFAULT_BUCKETS)
                .tags(tags(labels))
                .register(registry)
                .record(elapsed);
    }

    @Override
    public void set(String name, double value, Map<String, String> labels) {
        var id = new Id(name, labels);
        gauges.computeIfAbsent(id, this::register).set(value);
    }

    private AtomicReference<Double> register(Id id) {
        var shown = new AtomicReference<>(0.0);
        Gauge.builder(id.name(), shown, AtomicReference::get)
                .tags(tags(id.labels()))
                .register(registry);
        return shown;
    }

    /// All of them, in Prometheus's text format.
    String scrape() {
        return registry.scrape();
    }

    /// Forgets all that was measured. Gauges tell how things are, not what was measured, and stay.
    void reset() {
        registry.clear();
        measureProcess();
        gauges.forEach((id, shown) -> Gauge.builder(id.name(), shown, AtomicReference::get)
                .tags(tags(id.labels()))
                .register(registry));
    }

    private static List<Tag> tags(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> Tag.of(label.getKey(), label.getValue()))
                .toList();
    }

    private static Duration[] buckets(double... seconds) {
        return DoubleStream.of(seconds)
                .mapToObj(one -> Duration.ofMillis(Math.round(one * 1000)))
                .toArray(Duration[]::new);
    }
}
