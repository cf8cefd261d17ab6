package org.moorage.openstack.blockstorage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.quota.Quota;

/// What a project may have in Cinder, and what it has. Safe for many threads.
public final class Quotas {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Quotas(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The quotas of the project by Cinder's names of them: `volumes`, `gigabytes`, `per_volume_gigabytes`, and
    /// `volumes_TYPE` and `gigabytes_TYPE` of each type.
    ///
    /// @param project the project's id
    /// @throws OpenStackError if the request brings no usable answer
    public Map<String, Quota> usage(String project, Deadline deadline) {
        var path = "/os-quota-sets/" + Calls.part(project);
        var call = Calls.get("quota_get", path, Map.of("usage", List.of("true")), Optional.empty());
        var set = Optional.ofNullable(
                        endpoint.send(call, deadline).as(Answer.class).quotaSet())
                .orElse(Map.of());
        var quotas = new HashMap<String, Quota>();
        // Beside the quotas stands the project's id.
        set.forEach((name, row) -> {
            if (row.path("limit").isNumber()) {
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
