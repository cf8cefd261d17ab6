package org.moorage.emulator.cinder;

import java.util.List;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls about what is behind Cinder, which are for administrators: pools, and the processes that serve
/// them. Each zone has one pool of the same size.
final class PoolCalls {
    /// In GiB.
    private static final int SIZE = 2000;
    private static final String BACKEND = "file";

    private final Store store;
    private final List<String> zones;
    private final Policies policies;

    PoolCalls(Store store, List<String> zones, Policies policies) {
        this.store = store;
        this.zones = zones;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("GET", "/scheduler-stats/get_pools", _ -> pools()).on("GET", "/os-services", _ -> services());
    }

    private Answer pools() {
        policies.require(Policies.POOLS);
        var body = Json.object();
        var list = body.putArray("pools");
        for (var zone : zones) {
            var used = store.volumes.values().stream()
                    .filter(volume -> volume.zone().equals(zone))
                    .mapToInt(Volume::size)
                    .sum();
            list.addObject()
                    .put("name", "emulator@" + zone + "#" + BACKEND)
                    .putObject("capabilities")
                    .put("pool_name", BACKEND)
                    .put("volume_backend_name", BACKEND)
                    .put("total_capacity_gb", SIZE)
                    .put("free_capacity_gb", (double) SIZE - used)
                    .put("allocated_capacity_gb", used)
                    .put("reserved_percentage", 0)
                    .put("thick_provisioning_support", true)
                    .put("storage_protocol", "local");
        }
        return Answer.json(200, body);
    }

    private Answer services() {
        policies.require(Policies.SERVICES);
        var body = Json.object();
        var list = body.putArray("services");
        zones.forEach(zone -> list.addObject()
                .put("binary", "cinder-volume")
                .put("host", "emulator@" + zone)
                .put("zone", zone)
                .put("status", "enabled")
                .put("state", "up"));
        return Answer.json(200, body);
    }
}
