package org.moorage.openstack.testing;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.api.plugin.Meters;

/// Meters that can be read: how often each was fed, by `name{request}`.
public final class RecordedMeters implements Meters {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    @Override
    public void count(String name, Map<String, String> labels) {
        counts.merge(name + new TreeMap<>(labels), 1, Integer::sum);
    }

    @Override
    public void time(String name, Duration elapsed, Map<String, String> labels) {
        counts.merge(name + new TreeMap<>(labels), 1, Integer::sum);
    }

    @Override
    public void set(String name, double value, Map<String, String> labels) {
        values.put(name + new TreeMap<>(labels), value);
    }

    /// What each gauge shows.
    public Map<String, Double> values() {
        return values;
    }

    public Map<String, Integer> counts() {
        return counts;
    }
}
