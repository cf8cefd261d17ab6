package org.moorage.server.command;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.LabelledMeters;
import org.moorage.server.metrics.MetricsEndpoint;
import org.moorage.server.status.StatusPage;

/// Where a process shows how it is: what it measures, and its status page.
///
/// @param meters where measurements go
/// @param page   what shows its drivers
record Monitoring(Meters meters, StatusPage page) {
    /// The label of the metrics that tells the drivers of one process apart.
    private static final String LABEL = "driver";

    /// Listens until the end of what is opened.
    ///
    /// @throws org.moorage.api.plugin.Refusal the address cannot be listened on
    static Monitoring start(InetSocketAddress address, Opened opened) {
        var page = new StatusPage(Version.current(), InstantSource.system());
        return new Monitoring(opened.keep(MetricsEndpoint.start(address, page)).meters(), page);
    }

    /// This, for one driver of several.
    Monitoring of(String driver) {
        return new Monitoring(new LabelledMeters(meters, LABEL, driver), page);
    }
}
