package org.moorage.openstack.config;

import java.util.LinkedHashMap;
import java.util.List;

/// Reads `zone-map` of a `[Global]` section: `COMPUTE:VOLUME, ...`. Nova keeps the colon out of the names of zones.
final class ZoneMapReader {
    private ZoneMapReader() {}

    static ZoneMap read(Section section, List<String> problems) {
        var zones = new LinkedHashMap<String, String>();
        for (var pair : section.text(GlobalKeys.ZONE_MAP).orElse("").split(",", -1)) {
            var cut = pair.indexOf(':');
            var compute = pair.substring(0, Math.max(cut, 0)).strip();
            var volume = pair.substring(cut + 1).strip();
            if (pair.isBlank()) {
                continue;
            }
            if (compute.isEmpty() || volume.isEmpty() || volume.contains(":")) {
                problems.add(section.where(GlobalKeys.ZONE_MAP) + ": '" + pair.strip()
                        + "' is no pair of zones: write NOVA-ZONE:CINDER-ZONE, and commas between such pairs");
            } else if (zones.putIfAbsent(compute, volume) != null) {
                problems.add(section.where(GlobalKeys.ZONE_MAP) + " names the compute zone '" + compute
                        + "' twice: one zone of Cinder serves it, write that one");
            }
        }
        return new ZoneMap(zones);
    }
}
