package org.moorage.manila;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.openstack.metadata.InstanceIdentity;

/// The driver, opened: its roles, and the sessions that it closes at its end.
final class ManilaBackend implements Backend {
    private final DriverIdentity identity;
    private final Clouds clouds;
    private final DriverSettings settings;
    private final List<Role> roles;

    /// Ready as soon as the driver's own cloud, if it has one, has been logged in to once.
    private record LoggedIn(Clouds clouds) implements Readiness {
        @Override
        public boolean ready() {
            return clouds.connected();
        }
    }

    /// What the status page shows.
    private record UnderWay(Clouds clouds) implements StatusReporter {
        @Override
        public StatusReport report() {
            return clouds.report();
        }
    }

    /// @param partner where the node plugin of another driver listens that does the node's work;
    ///                empty for none
    /// @param clock   the time
    ManilaBackend(
            DriverIdentity identity,
            Clouds clouds,
            DriverSettings settings,
            Optional<String> partner,
            InstanceIdentity node,
            InstantSource clock) {
        this.identity = identity;
        this.clouds = clouds;
        this.settings = settings;
        var shares = new NodeShares(clouds, settings);
        var all = new ArrayList<Role>(List.of(
                new ManilaVolumes(clouds, settings),
                new ManilaExpander(clouds),
                new ManilaModifier(clouds, settings),
                new ManilaSnapshots(clouds, settings),
                new ManilaDiagnosis(clouds, settings),
                node,
                new LoggedIn(clouds),
                new UnderWay(clouds)));
        all.add(partner.<Role>map(endpoint -> new ManilaPartner(endpoint, shares, settings.protocol()))
                .orElseGet(() -> new ManilaNodeAccess(shares, settings.protocol())));
        if (settings.groups()) {
            all.add(new ManilaGroupSnapshots(clouds));
        }
        if (settings.attachment()) {
            all.add(new ManilaAttacher(clouds, settings));
        }
        clouds.own().ifPresent(own -> all.addAll(ofOwnCloud(own, clock)));
        this.roles = List.copyOf(all);
    }

    /// What is asked without secrets, and so only of a cloud of the driver's own. Who uses a share that
    /// is attached stands in its access rules, one request for each share: too many for a listing, and
    /// one without the nodes would have callers think that nobody uses any.
    private List<Role> ofOwnCloud(ManilaCloud own, InstantSource clock) {
        var roles = new ArrayList<Role>(
                List.of(new ManilaSnapshotCatalog(clouds, settings), new ManilaCapacity(own, settings, clock)));
        if (!settings.attachment()) {
            roles.add(new ManilaVolumeCatalog(own, settings, clock));
        }
        return roles;
    }

    @Override
    public DriverIdentity driver() {
        return identity;
    }

    @Override
    public List<Role> roles() {
        return roles;
    }

    @Override
    public void close() {
        clouds.close();
    }
}
