package org.moorage.server.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.moorage.api.plugin.Meters;

/// Puts one more label on every measurement, by which drivers of one process are told apart.
///
/// @param meters where the measurements go
/// @param label  the label's name
/// @param value  the label's value
public record LabelledMeters(Meters meters, String label, String value) implements Meters {
    @Override
    public void count(String name, Map<String, String> labels) {
        meters.count(name, labelled(labels));
    }

    @Override
    public void time(String name, Duration elapsed, Map<String, String> labels) {
        meters.time(name, elapsed, labelled(labels));
    }

    @Override
    public void set(String name, double shown, Map<String, String> labels) {
        meters.set(name, shown, labelled(labels));
    }

    private Map<String, String> labelled(Map<String, String> labels) {
        var all = new HashMap<>(labels);
        all.put(label, value);
        return all;
    }
}
