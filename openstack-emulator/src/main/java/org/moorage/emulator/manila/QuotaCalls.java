package org.moorage.emulator.manila;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.policy.Policies;

/// The calls that tell how much the project may have and has.
final class QuotaCalls {
    private static final int RENAMED = 7;
    private static final int DETAIL = 25;
    private static final int GROUPS = 40;
    private static final int REPLICAS = 53;
    private static final int PER_SHARE = 62;

    private final Store store;
    private final Quota quota;
    private final String projectId;
    private final Policies policies;

    QuotaCalls(Store store, Quota quota, String projectId, Policies policies) {
        this.store = store;
        this.quota = quota;
        this.projectId = projectId;
        this.policies = policies;
    }

    void addTo(Router router) {
        router.on("GET", "/limits", this::limits)
                .on("GET", "/quota-sets/{tenant}/detail", Manila.since(DETAIL, request -> quotaSet(request, true)))
                .on("GET", "/quota-sets/{tenant}", Manila.since(RENAMED, request -> quotaSet(request, false)))
                .on("GET", "/os-quota-sets/{tenant}", Manila.until(RENAMED, request -> quotaSet(request, false)))
                .on("PUT", "/quota-sets/{tenant}", _ -> {
                    throw new Rejection(403, "Access was denied to this resource.");
                });
    }

    private record Row(int limit, int used) {}

    private Answer limits(Request request) {
        var body = Json.object();
        var limits = body.putObject("limits");
        limits.putArray("rate");
        var absolute = limits.putObject("absolute");
        var rows = rows();
        names(request).forEach((name, words) -> {
            absolute.put(
                    "maxTotal" + words, rows.getOrDefault(name, new Row(0, 0)).limit());
            absolute.put(
                    "total" + words + "Used",
                    rows.getOrDefault(name, new Row(0, 0)).used());
        });
        return Answer.json(200, body);
    }

    private static Map<String, String> names(Request request) {
        var names = new LinkedHashMap<String, String>();
        names.put("shares", "Shares");
        names.put("snapshots", "ShareSnapshots");
        names.put("gigabytes", "ShareGigabytes");
        names.put("snapshot_gigabytes", "SnapshotGigabytes");
        names.put("share_networks", "ShareNetworks");
        if (request.version().from(58)) {
            names.put("share_groups", "ShareGroups");
            names.put("share_group_snapshots", "ShareGroupSnapshots");
        }
        if (request.version().from(REPLICAS)) {
            names.put("share_replicas", "ShareReplicas");
            names.put("replica_gigabytes", "ReplicaGigabytes");
        }
        return names;
    }

    private Answer quotaSet(Request request, boolean usage) {
        Manila.require(policies, Policies.SHARE_QUOTAS);
        if (!request.part("tenant").equals(projectId)) {
            throw new Rejection(403, "Access was denied to this resource.");
        }
        var body = Json.object();
        var set = body.putObject("quota_set").put("id", projectId);
        rows().forEach((name, row) -> {
            if (!request.version().from(since(name))) {
                return;
            }
            if (usage) {
                set.putObject(name)
                        .put("limit", row.limit())
                        .put("in_use", row.used())
                        .put("reserved", 0);
            } else {
                set.put(name, row.limit());
            }
        });
        return Answer.json(200, body);
    }

    private static int since(String name) {
        return switch (name) {
            case "share_groups", "share_group_snapshots" -> GROUPS;
            case "share_replicas", "replica_gigabytes" -> REPLICAS;
            case "per_share_gigabytes" -> PER_SHARE;
            default -> 0;
        };
    }

    private Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        row(rows, "shares", store.shares.size());
        row(rows, "gigabytes", store.usedGigabytes());
        row(rows, "snapshots", store.snapshots.size());
        row(rows, "snapshot_gigabytes", store.usedSnapshotGigabytes());
        row(rows, "share_networks", store.networks.size());
        row(rows, "share_groups", store.groups.size());
        row(rows, "share_group_snapshots", store.groupSnapshots.size());
        row(rows, "share_replicas", 0);
        row(rows, "replica_gigabytes", 0);
        row(rows, "per_share_gigabytes", 0);
        return rows;
    }

    private void row(Map<String, Row> rows, String name, int used) {
        rows.put(name, new Row(quota.limit(name), used));
    }
}
