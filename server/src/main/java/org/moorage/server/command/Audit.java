package org.moorage.server.command;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.server.orphans.AuditTable;
import org.moorage.server.plugin.OpenBackend;

/// One look for orphans, printed as a table. Reads only.
final class Audit {
    private static final Duration TIME = Duration.ofMinutes(10);

    private Audit() {}

    /// Looks and prints.
    ///
    /// @return whether there are orphans
    /// @throws org.moorage.api.plugin.Refusal      the backend or the cluster cannot be opened
    /// @throws org.moorage.api.failure.Failure     one of them cannot be read whole
    static boolean run(BackendProvider provider, Settings given, PrintStream out) {
        var plan = ClusterPlan.of(given);
        var clock = InstantSource.system();
        try (var opened = new Opened()) {
            var surroundings =
                    new Surroundings(Set.of(Service.CONTROLLER), clock, Meters.NONE, Version.current(), List.of());
            var backend = opened.keep(OpenBackend.open(provider, given, surroundings));
            var search = Cluster.search(Cluster.inventory(backend.roles()), plan, opened, clock);
            var findings = search.look(Deadline.after(TIME, clock));
            AuditTable.print(findings, out);
            return !findings.orphans().isEmpty();
        }
    }
}
