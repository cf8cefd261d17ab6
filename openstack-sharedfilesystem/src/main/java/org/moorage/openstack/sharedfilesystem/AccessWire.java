package org.moorage.openstack.sharedfilesystem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Secret;
import org.moorage.openstack.wire.Timestamps;

/// Access rules as they travel: the JSON of `/share-access-rules` and of the actions of shares. Keys are secrets from
/// the moment they are read.
final class AccessWire {
    private AccessWire() {}

    record One(@Nullable Body access) {
        AccessRule require(String share, String id) {
            if (access == null) {
                throw Absent.error("access rule", id);
            }
            return access.toRule(share);
        }
    }

    record Many(@Nullable List<Body> accessList) {
        List<AccessRule> toRules(String share) {
            return Optional.ofNullable(accessList).orElse(List.of()).stream()
                    .map(body -> body.toRule(share))
                    .toList();
        }
    }

    record Body(
            String id,
            @Nullable String shareId,
            String accessType,
            @Nullable String accessTo,
            @Nullable String accessLevel,
            @Nullable String state,
            @Nullable Secret accessKey,
            @Nullable Map<String, String> metadata,
            @Nullable String createdAt) {
        /// @param share the share that was asked for, which listings do not tell
        AccessRule toRule(String share) {
            return new AccessRule(
                    id,
                    Objects.requireNonNullElse(shareId, share),
                    accessType,
                    Objects.requireNonNullElse(accessTo, ""),
                    Objects.requireNonNullElse(accessLevel, AccessRule.READ_WRITE),
                    RuleState.of(Objects.requireNonNullElse(state, "")),
                    Optional.ofNullable(accessKey).filter(key -> !key.reveal().isEmpty()),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Timestamps.parse(createdAt));
        }
    }

    record Allow(@JsonProperty("allow_access") AllowBody allow) {
        static Allow of(NewAccessRule wanted, boolean withMetadata) {
            return new Allow(
                    new AllowBody(wanted.type(), wanted.to(), wanted.level(), withMetadata ? wanted.metadata() : null));
        }
    }

    record AllowBody(
            String accessType,
            String accessTo,
            String accessLevel,
            @Nullable Map<String, String> metadata) {}

    record Deny(@JsonProperty("deny_access") DenyBody deny) {}

    record DenyBody(String accessId) {}

    /// The listing of a Manila before 2.45.
    record Listing(@JsonProperty("access_list") Map<String, String> nothing) {}
}
