package org.moorage.openstack.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keystone's answer to a login (Identity API v3, `POST /v3/auth/tokens`), as far as it is used.
record TokenDocument(@Nullable Body token) {
    /// The token's properties; the token itself is in a header.
    record Body(
            @Nullable String issuedAt,
            @Nullable String expiresAt,
            @Nullable List<Service> catalog,
            @Nullable Project project) {}

    /// The project that the token is for.
    record Project(@Nullable String id) {}

    /// A service of the catalog.
    record Service(@Nullable String type, @Nullable List<Endpoint> endpoints) {}

    /// One of its URLs.
    record Endpoint(
            @JsonProperty("interface") @Nullable String face,

            @Nullable String region,
            @Nullable String regionId,
            @Nullable String url) {
        boolean in(String name) {
            return name.equals(region) || name.equals(regionId);
        }
    }
}
