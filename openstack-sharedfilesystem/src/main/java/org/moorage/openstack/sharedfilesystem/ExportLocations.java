package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;

/// Where shares can be mounted from. Safe for many threads.
public final class ExportLocations {
    private final Dialect dialect;

    ExportLocations(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The export locations of the share, in Manila's order; none until it has been made.
    ///
    /// @throws OpenStackError if the request brings no usable answer
    public List<ExportLocation> list(String share, Deadline deadline) {
        var path = Shares.path(share) + "/export_locations";
        var version = dialect.best(deadline, Microversion.EXPORT_METADATA, Microversion.ACTIVE_EXPORTS);
        var call = Calls.get("share_export_location_list", path, Map.of(), version);
        var locations = dialect.send(call, deadline).as(Many.class).exportLocations();
        return Optional.ofNullable(locations).orElse(List.of()).stream()
                .map(Body::toLocation)
                .toList();
    }

    record Many(@Nullable List<Body> exportLocations) {}

    record Body(
            @Nullable String id,
            String path,
            @Nullable Boolean preferred,
            @Nullable Boolean isAdminOnly,
            @Nullable Map<String, String> metadata) {
        ExportLocation toLocation() {
            return new ExportLocation(
                    Objects.requireNonNullElse(id, ""),
                    path,
                    Boolean.TRUE.equals(preferred),
                    Boolean.TRUE.equals(isAdminOnly),
                    Optional.ofNullable(metadata).orElse(Map.of()));
        }
    }
}
