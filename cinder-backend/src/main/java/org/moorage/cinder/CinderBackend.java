package org.moorage.cinder;

import java.time.InstantSource;
import java.util.List;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Role;
import org.moorage.openstack.session.ConfiguredClouds;

/// The driver, opened: its roles, and the sessions that it closes at its end.
final class CinderBackend implements Backend {
    private final DriverIdentity identity;
    private final ConfiguredClouds sessions;
    private final List<Role> roles;

    /// Ready as soon as each cloud has been logged in to once.
    private record LoggedIn(ConfiguredClouds sessions) implements Readiness {
        @Override
        public boolean ready() {
            return sessions.connected();
        }
    }

    /// @param sessions the clouds to work in; empty in a process that serves nodes alone
    CinderBackend(
            DriverIdentity identity,
            ConfiguredClouds sessions,
            DriverSettings settings,
            CinderNodeIdentity node,
            InstantSource clock) {
        this.identity = identity;
        this.sessions = sessions;
        var clouds = new Clouds(sessions.all().stream()
                .map(cloud -> CinderCloud.of(
                        cloud.name(),
                        cloud::project,
                        cloud.blockStorage(),
                        cloud.compute(),
                        settings.ignoreVolumeMicroversion(),
                        clock))
                .toList());
        this.roles = List.of(
                new CinderVolumes(clouds, settings),
                new CinderExpander(clouds, settings),
                new CinderModifier(clouds),
                new CinderCapacity(clouds, settings, clock),
                new CinderAttacher(clouds),
                new CinderVolumeCatalog(clouds, settings),
                new CinderSnapshots(clouds, settings, clock),
                new CinderSnapshotCatalog(clouds),
                new CinderGroupSnapshots(clouds, settings),
                new CinderInventory(clouds, settings),
                new CinderNodeAccess(),
                node,
                new LoggedIn(sessions));
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
        sessions.close();
    }
}
