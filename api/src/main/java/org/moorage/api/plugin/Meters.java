package org.moorage.api.plugin;

import java.time.Duration;
import java.util.Map;

/// Where a backend's measurements go. Names and labels are Prometheus's, written out in full by the backend.
public interface Meters {
    /// Meters that keep nothing.
    Meters NONE = new Meters() {
        @Override
        public void count(String name, Map<String, String> labels) {}

        @Override
        public void time(String name, Duration elapsed, Map<String, String> labels) {}

        @Override
        public void set(String name, double value, Map<String, String> labels) {}
    };

    /// Adds one to a counter.
    ///
    /// @param name   with its suffix: `openstack_api_requests_total`
    /// @param labels values by label name
    void count(String name, Map<String, String> labels);

    /// Adds an observation to a histogram.
    ///
    /// @param name    with its suffix: `openstack_api_request_duration_seconds`
    /// @param elapsed how long it took
    /// @param labels  values by label name
    void time(String name, Duration elapsed, Map<String, String> labels);

    /// Sets a gauge.
    ///
    /// @param name   with its suffix: `moorage_configuration_in_use`
    /// @param value  what it shows from now on
    /// @param labels values by label name
    void set(String name, double value, Map<String, String> labels);
}
