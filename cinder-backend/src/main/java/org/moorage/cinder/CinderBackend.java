package org.moorage.cinder;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.api.plugin.Surroundings;
import org.moorage.openstack.config.ZoneMap;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.session.ConfiguredClouds;

/// The driver, opened: its roles, and the sessions that it closes at its end.
final class CinderBackend implements Backend {
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

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

    /// What the status page shows.
    private record UnderWay(ConfiguredClouds sessions, Clouds clouds) implements StatusReporter {
        @Override
        public StatusReport report() {
            return new StatusReport(
                    sessions.sessions(),
                    clouds.all().stream()
                            .flatMap(cloud -> cloud.waits().stream())
                            .sorted(Comparator.comparing(StatusReport.Wait::since))
                            .toList());
        }
    }

    /// @param sessions the clouds to work in; empty in a process that serves nodes alone
    /// @param zoneMaps what the configuration says of their availability zones
    CinderBackend(
            DriverIdentity identity,
            ConfiguredClouds sessions,
            Map<String, ZoneMap> zoneMaps,
            DriverSettings settings,
            InstanceIdentity node,
            Surroundings surroundings) {
        this.identity = identity;
        this.sessions = sessions;
        var clouds = new Clouds(sessions.all().stream()
                .map(cloud -> CinderCloud.of(
                        cloud.name(),
                        cloud::project,
                        cloud.blockStorage(),
                        cloud.compute(),
                        settings.ignoreVolumeMicroversion(),
                        zoneMaps.getOrDefault(cloud.name(), ZoneMap.SAME_NAMES),
                        settings.cluster(),
                        surroundings))
                .toList());
        if (settings.withTopology() && !settings.ignoreVolumeZone() && sessions.connected()) {
            lookAtZones(clouds, surroundings.clock());
        }
        this.roles = List.of(
                new CinderVolumes(clouds, settings),
                new CinderExpander(clouds, settings),
                new CinderModifier(clouds),
                new CinderCapacity(clouds, settings, surroundings.clock()),
                new CinderAttacher(clouds),
                new CinderVolumeCatalog(clouds, settings),
                new CinderSnapshots(clouds, settings, surroundings.clock()),
                new CinderSnapshotCatalog(clouds),
                new CinderGroupSnapshots(clouds, settings),
                new CinderInventory(clouds, settings),
                new CinderDiagnosis(clouds, settings, surroundings.clock()),
                new CinderNodeAccess(),
                node,
                new LoggedIn(sessions),
                new UnderWay(sessions, clouds));
    }

    /// Zones that do not fit together are told at the start. A cloud that is slow to tell, or does not, holds nothing
    /// up.
    private static void lookAtZones(Clouds clouds, InstantSource clock) {
        var looks = clouds.all().stream()
                .map(cloud -> Thread.ofVirtual()
                        .name("zones of " + cloud.name())
                        .start(() -> {
                            var _ = cloud.zones().look(Deadline.after(FIRST_LOOK, clock));
                        }))
                .toList();
        var patience = Deadline.after(PATIENCE, clock);
        try {
            for (var look : looks) {
                var _ = look.join(patience.remaining());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
