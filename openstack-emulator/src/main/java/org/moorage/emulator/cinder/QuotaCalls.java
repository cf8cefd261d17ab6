package org.moorage.emulator.cinder;

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
        router.on("GET", "/limits", _ -> limits())
                .on("GET", "/os-quota-sets/{tenant}", this::quotaSet)
                .on("PUT", "/os-quota-sets/{tenant}", _ -> {
                    throw new Rejection(403, "Policy doesn't allow volume_extension:quotas:update to be performed.");
                });
    }

    private Answer limits() {
        var body = Json.object();
        var limits = body.putObject("limits");
        limits.putArray("rate");
        limits.putObject("absolute")
                .put("maxTotalVolumes", quota.limit("volumes"))
                .put("maxTotalSnapshots", quota.limit("snapshots"))
                .put("maxTotalVolumeGigabytes", quota.limit("gigabytes"))
                .put("maxTotalBackups", Quota.BACKUPS)
                .put("maxTotalBackupGigabytes", Quota.BACKUP_GIGABYTES)
                .put("totalVolumesUsed", store.volumes.size())
                .put("totalGigabytesUsed", store.usedGigabytes())
                .put("totalSnapshotsUsed", store.snapshots.size())
                .put("totalBackupsUsed", store.backups.size())
                .put("totalBackupGigabytesUsed", store.usedBackupGigabytes());
        return Answer.json(200, body);
    }

    private Answer quotaSet(Request request) {
        policies.require(Policies.QUOTAS);
        if (!request.part("tenant").equals(projectId)) {
            throw new Rejection(403, "Policy doesn't allow volume_extension:quotas:show to be performed.");
        }
        var usage = "true".equalsIgnoreCase(request.query().get("usage"));
        var body = Json.object();
        var set = body.putObject("quota_set");
        rows().forEach((name, row) -> {
            if (usage) {
                set.putObject(name)
                        .put("limit", row.limit())
                        .put("in_use", row.used())
                        .put("reserved", 0);
            } else {
                set.put(name, row.limit());
            }
        });
        set.put("id", projectId);
        return Answer.json(200, body);
    }

    private record Row(int limit, int used) {}

    private void row(Map<String, Row> rows, String name, int used) {
        rows.put(name, new Row(quota.limit(name), used));
    }

    private Map<String, Row> rows() {
        var rows = new LinkedHashMap<String, Row>();
        rows.put("volumes", new Row(quota.limit("volumes"), store.volumes.size()));
        rows.put("per_volume_gigabytes", new Row(quota.limit("per_volume_gigabytes"), 0));
        rows.put("snapshots", new Row(quota.limit("snapshots"), store.snapshots.size()));
        rows.put("gigabytes", new Row(quota.limit("gigabytes"), store.usedGigabytes()));
        rows.put("backups", new Row(Quota.BACKUPS, store.backups.size()));
        rows.put("backup_gigabytes", new Row(Quota.BACKUP_GIGABYTES, store.usedBackupGigabytes()));
        for (var type : store.types()) {
            row(rows, "volumes_" + type.name(), store.volumesOf(type).size());
            row(rows, "gigabytes_" + type.name(), store.usedGigabytes(type));
            row(rows, "snapshots_" + type.name(), 0);
        }
        rows.put("groups", new Row(GroupLife.QUOTA, store.groups.size()));
        return rows;
    }
}
