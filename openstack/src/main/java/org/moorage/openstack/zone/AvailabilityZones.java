package org.moorage.openstack.zone;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;

/// The availability zones of Cinder or of Nova, which list them alike (`GET /os-availability-zone`). Safe for many
/// threads.
///
/// @param endpoint the service
public record AvailabilityZones(Endpoint endpoint) {
    /// The names of the zones, in the order of the service.
    ///
    /// @throws org.moorage.openstack.http.OpenStackError if the service does not tell
    public List<String> names(Deadline deadline) {
        var call = Calls.get("zone_list", "/os-availability-zone", Map.of(), Optional.empty());
        var zones = endpoint.send(call, deadline).as(ZoneWire.Zones.class).zones();
        return zones == null
                ? List.of()
                : zones.stream()
                        .map(ZoneWire.Zone::name)
                        .filter(Objects::nonNull)
                        .toList();
    }
}
