package org.moorage.openstack.sharedfilesystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.wire.Timestamps;

/// Share groups and their snapshots as they travel: the JSON of `/share-groups`, `/share-group-types` and
/// `/share-group-snapshots`.
final class GroupWire {
    private GroupWire() {}

    record Types(@Nullable List<TypeBody> shareGroupTypes) {
        List<ShareGroupType> toTypes() {
            return Optional.ofNullable(shareGroupTypes).orElse(List.of()).stream()
                    .map(TypeBody::toType)
                    .toList();
        }
    }

    record TypeBody(
            String id,
            String name,
            @Nullable Map<String, JsonNode> groupSpecs,
            @Nullable List<String> shareTypes) {
        ShareGroupType toType() {
            return new ShareGroupType(
                    id,
                    name,
                    ShareTypes.texts(groupSpecs),
                    Optional.ofNullable(shareTypes).orElse(List.of()));
        }
    }

    record One(@Nullable Body shareGroup) {
        ShareGroup require(String id) {
            if (shareGroup == null) {
                throw Absent.error("share group", id);
            }
            return shareGroup.toGroup();
        }
    }

    record Many(@Nullable List<Body> shareGroups) {
        List<ShareGroup> toGroups() {
            return Optional.ofNullable(shareGroups).orElse(List.of()).stream()
                    .map(Body::toGroup)
                    .toList();
        }
    }

    record Body(
            String id,
            @Nullable String name,
            @Nullable String description,
            String status,
            @Nullable String shareGroupTypeId,
            @Nullable List<String> shareTypes,
            @Nullable String availabilityZone,
            @Nullable String shareNetworkId,
            @Nullable String createdAt) {
        ShareGroup toGroup() {
            return new ShareGroup(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    ShareStatus.of(status),
                    Optional.ofNullable(shareGroupTypeId),
                    Optional.ofNullable(shareTypes).orElse(List.of()),
                    Optional.ofNullable(availabilityZone),
                    Optional.ofNullable(shareNetworkId),
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody shareGroup) {
        static Create of(NewShareGroup wanted) {
            return new Create(new CreateBody(
                    wanted.name(),
                    wanted.description(),
                    wanted.groupType().orElse(null),
                    wanted.types().isEmpty() ? null : wanted.types(),
                    wanted.availabilityZone().orElse(null),
                    wanted.shareNetwork().orElse(null)));
        }
    }

    record CreateBody(
            String name,
            String description,
            @Nullable String shareGroupTypeId,
            @Nullable List<String> shareTypes,
            @Nullable String availabilityZone,
            @Nullable String shareNetworkId) {}

    record OneSnapshot(@Nullable SnapshotBody shareGroupSnapshot) {
        ShareGroupSnapshot require(String id) {
            if (shareGroupSnapshot == null) {
                throw Absent.error("share group snapshot", id);
            }
            return shareGroupSnapshot.toSnapshot();
        }
    }

    record ManySnapshots(@Nullable List<SnapshotBody> shareGroupSnapshots) {
        List<ShareGroupSnapshot> toSnapshots() {
            return Optional.ofNullable(shareGroupSnapshots).orElse(List.of()).stream()
                    .map(SnapshotBody::toSnapshot)
                    .toList();
        }
    }

    record SnapshotBody(
            String id,
            @Nullable String name,
            @Nullable String description,
            String shareGroupId,
            String status,
            @Nullable List<MemberBody> members,
            @Nullable String createdAt) {
        ShareGroupSnapshot toSnapshot() {
            return new ShareGroupSnapshot(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    shareGroupId,
                    ShareStatus.of(status),
                    Optional.ofNullable(members).orElse(List.of()).stream()
                            .map(MemberBody::toMember)
                            .toList(),
                    Timestamps.parse(createdAt));
        }
    }

    record MemberBody(String id, @Nullable String shareId, long size) {
        ShareGroupSnapshot.Member toMember() {
            return new ShareGroupSnapshot.Member(id, Objects.requireNonNullElse(shareId, ""), Bytes.ofGib(size));
        }
    }

    record Take(TakeBody shareGroupSnapshot) {}

    record TakeBody(String shareGroupId, String name, String description) {}
}
