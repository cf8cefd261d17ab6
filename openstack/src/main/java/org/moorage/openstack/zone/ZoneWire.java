package org.moorage.openstack.zone;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Availability zones as they travel, spelled unlike the rest of both APIs.
final class ZoneWire {
    private ZoneWire() {}

    record Zones(
            @JsonProperty("availabilityZoneInfo") @Nullable List<Zone> zones) {}

    record Zone(@JsonProperty("zoneName") @Nullable String name) {}
}
