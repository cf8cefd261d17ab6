package org.moorage.openstack.sharedfilesystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;

/// What a project may have in Manila, and what it has. Every method throws {@link OpenStackError} when the request
/// brings no usable answer. Safe for many threads.
public final class ShareQuotas {
    private final Dialect dialect;

    ShareQuotas(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The quotas of the project by Manila's names of them: `shares`, `gigabytes`, `snapshots`,
    /// `snapshot_gigabytes`, `share_groups`, `per_share_gigabytes` (2.62).
    ///
    /// @param project the project's id
    public Map<String, Quota> usage(String project, Deadline deadline) {
        var version = dialect.best(deadline, Microversion.SIZE_QUOTA, Microversion.RULES);
        return read(project, Map.of(), version, deadline);
    }

    /// The quotas of the project for one share type; empty when Manila is too old to have any (2.39).
    ///
    /// @param project the project's id
    /// @param type    the type's id or name
    public Optional<Map<String, Quota>> usageOfType(String project, String type, Deadline deadline) {
        if (!dialect.speaks(Microversion.TYPE_QUOTAS, deadline)) {
            return Optional.empty();
        }
        var version = dialect.best(deadline, Microversion.SIZE_QUOTA, Microversion.TYPE_QUOTAS);
        return Optional.of(read(project, Map.of("share_type", List.of(type)), version, deadline));
    }

    private Map<String, Quota> read(
            String project, Map<String, List<String>> query, Optional<String> version, Deadline deadline) {
        var path = "/quota-sets/" + Calls.part(project) + "/detail";
        var set = dialect.send(Calls.get("quota_get", path, query, version), deadline)
                .as(Answer.class)
                .quotaSet();
        var quotas = new HashMap<String, Quota>();
        // Beside the quotas stands the project's id.
        Optional.ofNullable(set).orElse(Map.of()).forEach((name, row) -> {
            if (row != null && row.path("limit").isNumber()) {
                quotas.put(name, quota(row));
            }
        });
        return quotas;
    }

    private static Quota quota(JsonNode row) {
        return new Quota(
                row.path("limit").asLong(),
                row.path("in_use").asLong() + row.path("reserved").asLong());
    }

    record Answer(@Nullable Map<String, JsonNode> quotaSet) {}
}
