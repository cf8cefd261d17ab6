package org.moorage.emulator.manila;

import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls about what is behind Manila, which are for administrators: pools, and the processes that serve them.
final class PoolCalls {
    private static final int RENAMED = 7;
    private static final String BACKEND = "dir";

    private final Pools pools;
    private final Policies policies;

    PoolCalls(Pools pools, Policies policies) {
        this.pools = pools;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("GET", "/scheduler-stats/pools", _ -> pools(false))
                .on("GET", "/scheduler-stats/pools/detail", _ -> pools(true))
                .on("GET", "/services", Manila.since(RENAMED, _ -> services()))
                .on("GET", "/os-services", Manila.until(RENAMED, _ -> services()));
    }

    private Answer pools(boolean detail) {
        Manila.require(policies, Policies.SHARE_POOLS);
        var body = Json.object();
        var list = body.putArray("pools");
        for (var zone : pools.zones()) {
            var pool = list.addObject()
                    .put("name", "emulator@" + zone + "#" + BACKEND)
                    .put("host", "emulator")
                    .put("backend", zone)
                    .put("pool", BACKEND);
            if (detail) {
                pool.putObject("capabilities")
                        .put("pool_name", BACKEND)
                        .put("share_backend_name", BACKEND)
                        .put("storage_protocol", "NFS_CEPHFS")
                        .put("driver_handles_share_servers", false)
                        .put("total_capacity_gb", Pools.SIZE)
                        .put("free_capacity_gb", Pools.SIZE - pools.used(zone))
                        .put("allocated_capacity_gb", pools.used(zone))
                        .put("reserved_percentage", 0)
                        .put("snapshot_support", true)
                        .put("create_share_from_snapshot_support", true)
                        .put("revert_to_snapshot_support", true)
                        .put("mount_snapshot_support", false);
            }
        }
        return Answer.json(200, body);
    }

    private Answer services() {
        Manila.require(policies, Policies.SHARE_SERVICES);
        var body = Json.object();
        var list = body.putArray("services");
        var id = 1;
        for (var zone : pools.zones()) {
            list.addObject()
                    .put("id", id++)
                    .put("binary", "manila-share")
                    .put("host", "emulator@" + zone)
                    .put("zone", zone)
                    .put("status", "enabled")
                    .put("state", "up");
        }
        return Answer.json(200, body);
    }
}
