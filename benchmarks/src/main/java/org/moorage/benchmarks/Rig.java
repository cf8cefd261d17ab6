package org.moorage.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.benchmarks.page.Comparison;
import org.moorage.benchmarks.storm.Contender;
import org.moorage.benchmarks.storm.Step;
import org.moorage.benchmarks.storm.Storm;
import org.moorage.benchmarks.storm.StormResult;
import org.moorage.benchmarks.storm.StormSettings;
import org.moorage.benchmarks.storm.Subject;

/// Puts our driver and the Go driver through the same storms, in turns, each in a process and a cloud of its own.
///
/// @param peer empty when there is none beside ours
record Rig(Contender ours, Optional<Contender> peer) {
    private static final int WARM_UP = 40;
    private static final int ALONE = 3;

    static Rig of(StormOptions options) {
        return new Rig(
                new Contender("Moorage", Subject.VOLUMES, options.driver),
                Optional.ofNullable(options.peer)
                        .filter(path -> !path.toString().isEmpty())
                        .map(path -> new Contender("Go driver", Subject.VOLUMES, path)));
    }

    static Rig of(ShareStormOptions options) {
        return new Rig(
                new Contender("Moorage", Subject.SHARES, options.driver),
                Optional.ofNullable(options.peer)
                        .filter(path -> !path.toString().isEmpty())
                        .map(path -> new Contender("Go driver", Subject.SHARES, path)));
    }

    /// Lets callers and cloud warm up, which share this process, so that the driver that comes first is not charged
    /// with it. The drivers themselves begin each storm cold.
    void warmUp(StormSettings settings) throws IOException, InterruptedException {
        for (var contender : peer.isPresent() ? List.of(peer.get(), ours) : List.of(ours)) {
            var _ = storm(settings.calm(WARM_UP), contender);
        }
    }

    Comparison compare(StormSettings settings, int repeats) throws IOException, InterruptedException {
        var our = new ArrayList<StormResult>();
        var peers = new ArrayList<StormResult>();
        for (var i = 0; i < repeats; i++) {
            our.add(storm(settings, ours));
            if (peer.isPresent()) {
                peers.add(storm(settings, peer.get()));
            }
        }
        return new Comparison(our, peers);
    }

    /// The requests of each step of a life that is lived alone, by driver.
    Map<String, Map<Step, Double>> alone(StormSettings settings) throws IOException, InterruptedException {
        var counts = new LinkedHashMap<String, Map<Step, Double>>();
        for (var contender : peer.isPresent() ? List.of(ours, peer.get()) : List.of(ours)) {
            try (var storm = Storm.prepare(settings, contender)) {
                counts.put(contender.name(), storm.countAlone(ALONE));
            }
        }
        return counts;
    }

    private static StormResult storm(StormSettings settings, Contender contender)
            throws IOException, InterruptedException {
        System.err.printf(
                "%s: %d lifecycles, %d at a time, weather %s … ",
                contender.name(), settings.lifecycles(), settings.concurrency(), settings.weather());
        try (var storm = Storm.prepare(settings, contender)) {
            var result = storm.rage();
            System.err.printf("%.1f s%n", result.wall().toMillis() / 1000.0);
            return result;
        }
    }
}
