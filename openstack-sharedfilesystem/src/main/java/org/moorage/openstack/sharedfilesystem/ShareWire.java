package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Shares as they travel: the JSON of `/shares`.
final class ShareWire {
    private ShareWire() {}

    record One(@Nullable Body share) {
        /// The share of the answer.
        ///
        /// @throws OpenStackError if it holds none: the id was no id and led to something else
        Share require(String id) {
            if (share == null) {
                throw Absent.error("share", id);
            }
            return share.toShare();
        }
    }

    record Many(@Nullable List<Body> shares, @Nullable Long count) {
        NewestShares toNewest() {
            var found = toShares();
            return new NewestShares(found, count != null && count <= found.size());
        }

        List<Share> toShares() {
            return Optional.ofNullable(shares).orElse(List.of()).stream()
                    .map(Body::toShare)
                    .toList();
        }
    }

    record Body(
            String id,
            @Nullable String name,
            @Nullable String description,
            @Nullable String status,
            long size,
            String shareProto,
            @Nullable String shareType,
            @Nullable String shareTypeName,
            @Nullable String availabilityZone,
            @Nullable String shareNetworkId,
            @Nullable String shareGroupId,
            @Nullable String snapshotId,
            @Nullable Map<String, String> metadata,
            @Nullable String accessRulesStatus,
            @Nullable Boolean snapshotSupport,
            @Nullable Boolean createShareFromSnapshotSupport,
            @Nullable Boolean isSoftDeleted,
            @Nullable String createdAt) {
        Share toShare() {
            return new Share(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    ShareStatus.shown(status),
                    Bytes.ofGib(size),
                    shareProto.toUpperCase(Locale.ROOT),
                    Optional.ofNullable(shareType),
                    Optional.ofNullable(shareTypeName),
                    Optional.ofNullable(availabilityZone),
                    Optional.ofNullable(shareNetworkId),
                    Optional.ofNullable(shareGroupId),
                    Optional.ofNullable(snapshotId),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Objects.requireNonNullElse(accessRulesStatus, ""),
                    Boolean.TRUE.equals(snapshotSupport),
                    Boolean.TRUE.equals(createShareFromSnapshotSupport),
                    Boolean.TRUE.equals(isSoftDeleted),
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody share) {
        static Create of(NewShare wanted) {
            return new Create(new CreateBody(
                    wanted.name(),
                    wanted.description(),
                    wanted.protocol(),
                    wanted.size().gibRoundedUp(),
                    wanted.type().orElse(null),
                    wanted.availabilityZone().orElse(null),
                    wanted.shareNetwork().orElse(null),
                    wanted.snapshot().orElse(null),
                    wanted.group().orElse(null),
                    wanted.metadata(),
                    HintsBody.of(wanted.hints())));
        }
    }

    record CreateBody(
            String name,
            String description,
            String shareProto,
            long size,
            @Nullable String shareType,
            @Nullable String availabilityZone,
            @Nullable String shareNetworkId,
            @Nullable String snapshotId,
            @Nullable String shareGroupId,
            Map<String, String> metadata,
            @Nullable HintsBody schedulerHints) {}

    /// Ids by commas, unlike Cinder's.
    record HintsBody(@Nullable String sameHost, @Nullable String differentHost) {
        static @Nullable HintsBody of(ShareHints hints) {
            return hints.equals(ShareHints.NONE)
                    ? null
                    : new HintsBody(joined(hints.sameHost()), joined(hints.differentHost()));
        }

        private static @Nullable String joined(List<String> ids) {
            return ids.isEmpty() ? null : String.join(",", ids);
        }
    }

    record Extend(Resize extend) {}

    record Shrink(Resize shrink) {}

    record Resize(long newSize) {}
}
