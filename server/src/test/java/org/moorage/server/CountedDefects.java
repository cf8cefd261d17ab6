package org.moorage.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moorage.api.plugin.Meters;

/// Keeps what is counted as a defect, and nothing else that is measured.
public final class CountedDefects implements Meters {
    private final List<Map<String, String>> all = new CopyOnWriteArrayList<>();

    /// The labels of each, the first first.
    public List<Map<String, String>> all() {
        return all;
    }

    @Override
    public void count(String name, Map<String, String> labels) {
        if (name.equals("moorage_defects_total")) {
            all.add(labels);
        }
    }

    @Override
    public void time(String name, Duration elapsed, Map<String, String> labels) {}

    @Override
    public void set(String name, double value, Map<String, String> labels) {}
}
