package org.moorage.cinder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Topology;
import org.moorage.openstack.config.ZoneMap;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.zone.AvailabilityZones;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The availability zones of one cloud, between the orchestrator, which knows Nova's as labels of its nodes, and
/// Cinder, which has its own. A label may have lost characters of a zone's name; a volume is asked for by the true one.
///
/// Safe for many threads.
final class Zones {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Zones.class);

    private final ZoneMap map;
    private final AvailabilityZones volumeZones;
    private final AvailabilityZones computeZones;
    private final InstantSource clock;
    private volatile Known known = Known.NOTHING;
    private Instant nextLook = Instant.MIN;

    /// What the services said of their zones; empty lists before they did.
    record Known(List<String> volume, List<String> compute) {
        static final Known NOTHING = new Known(List.of(), List.of());
    }

    /// @param map the zones that are named differently on both sides
    Zones(ZoneMap map, AvailabilityZones volumeZones, AvailabilityZones computeZones, InstantSource clock) {
        this.map = map;
        this.volumeZones = volumeZones;
        this.computeZones = computeZones;
        this.clock = clock;
    }

    /// Cinder's zone for the label of a node.
    String volumeZone(String label, Deadline deadline) {
        var mapped = map.volumeZones().keySet().stream()
                .filter(compute -> InstanceIdentity.label(compute).equals(label))
                .findFirst();
        if (mapped.isPresent()) {
            return map.volumeZone(mapped.get());
        }
        var there = look(deadline).volume();
        return there.contains(label)
                ? label
                : there.stream()
                        .filter(zone -> InstanceIdentity.label(zone).equals(label))
                        .findFirst()
                        .orElse(label);
    }

    /// Whether Cinder has the zone, as far as it tells.
    boolean has(String volumeZone) {
        var there = known.volume();
        return there.isEmpty() || there.contains(volumeZone);
    }

    /// The places from which a volume in that zone of Cinder can be reached.
    List<Topology> reaching(String volumeZone) {
        return map.computeZones(volumeZone).stream()
                .filter(compute -> !compute.equals(volumeZone) || !isOfCinderAlone(volumeZone))
                .map(InstanceIdentity::label)
                .distinct()
                .map(label -> new Topology(Map.of(CinderNames.ZONE, label)))
                .toList();
    }

    /// Whether other zones of Nova lead to it, and Nova has none of its name.
    private boolean isOfCinderAlone(String volumeZone) {
        var there = known.compute();
        return map.volumeZones().containsValue(volumeZone) && !there.isEmpty() && !there.contains(volumeZone);
    }

    /// Asks both services for their zones unless they have told, and warns of zones that do not fit together.
    Known look(Deadline deadline) {
        return known.equals(Known.NOTHING) ? lookNow(deadline) : known;
    }

    /// Who comes while another looks waits for what that sees: a place that is answered stays with the volume.
    private synchronized Known lookNow(Deadline deadline) {
        if (!known.equals(Known.NOTHING) || clock.instant().isBefore(nextLook)) {
            return known;
        }
        nextLook = clock.instant().plus(LOOK_AGAIN);
        try {
            var until = deadline.within(LOOK_LIMIT);
            known = new Known(volumeZones.names(until), computeZones.names(until));
            misfits().forEach(line -> LOG.atWarn().log(line));
        } catch (OpenStackError e) {
            LOG.atWarn()
                    .log("the availability zones cannot be compared, names are taken as they are: {}", e.getMessage());
        }
        return known;
    }

    /// What does not fit together, as far as both services have told: a line for each, with the cure.
    List<String> misfits() {
        var lines = new ArrayList<String>();
        map.volumeZones().forEach((compute, volume) -> {
            unknown(compute, known.compute(), "Nova").ifPresent(lines::add);
            unknown(volume, known.volume(), "Cinder").ifPresent(lines::add);
        });
        var alone = known.compute().stream()
                .filter(compute -> !map.volumeZones().containsKey(compute))
                .filter(compute -> !known.volume().contains(compute))
                .toList();
        if (!alone.isEmpty()) {
            lines.add("no volume can be made for nodes in Nova's availability zones " + alone
                    + ", since Cinder has no zones of these names: write zone-map = " + alone.getFirst()
                    + ":CINDER-ZONE in [Global], CINDER-ZONE one of " + known.volume());
        }
        return lines;
    }

    private static Optional<String> unknown(String zone, List<String> there, String service) {
        return there.contains(zone)
                ? Optional.empty()
                : Optional.of("zone-map names the availability zone '" + zone + "', which " + service
                        + " does not have: it has " + there);
    }
}
