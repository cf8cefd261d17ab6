package org.moorage.openstack.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which of Cinder's availability zones serves which of Nova's. Those that the map does not name bear the same name on
/// both sides.
///
/// @param volumeZones Cinder's zone by the name of Nova's, in the order written
public record ZoneMap(Map<String, String> volumeZones) {
    /// The map of a cloud whose zones bear the same names on both sides.
    public static final ZoneMap SAME_NAMES = new ZoneMap(Map.of());

    /// Copies the map, keeping its order.
    public ZoneMap {
        volumeZones = Collections.unmodifiableMap(new LinkedHashMap<>(volumeZones));
    }

    /// The zone of Cinder that serves a zone of Nova.
    public String volumeZone(String computeZone) {
        return volumeZones.getOrDefault(computeZone, computeZone);
    }

    /// The zones of Nova that a zone of Cinder serves: those that the map names, and the one of its own name unless
    /// the map gives that to another.
    public List<String> computeZones(String volumeZone) {
        var zones = new ArrayList<String>();
        volumeZones.forEach((compute, volume) -> {
            if (volume.equals(volumeZone)) {
                zones.add(compute);
            }
        });
        if (!volumeZones.containsKey(volumeZone)) {
            zones.add(volumeZone);
        }
        return zones;
    }
}
