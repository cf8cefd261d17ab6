package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Groups and their snapshots as they travel: the JSON of `/groups`, `/group_types` and `/group_snapshots`.
final class GroupWire {
    private GroupWire() {}

    record Types(@Nullable List<GroupType.Body> groupTypes) {
        List<GroupType> toTypes() {
            return Optional.ofNullable(groupTypes).orElse(List.of()).stream()
                    .map(GroupType.Body::toType)
                    .toList();
        }
    }

    record One(@Nullable Body group) {
        BlockGroup require(String id) {
            if (group == null) {
                throw missing("group", id);
            }
            return group.toGroup();
        }
    }

    record Many(@Nullable List<Body> groups, @Nullable List<Link> groupLinks) {
        Listing<BlockGroup> toListing() {
            var entries = Optional.ofNullable(groups).orElse(List.of()).stream()
                    .map(Body::toGroup)
                    .toList();
            return new Listing<>(entries, Link.next(groupLinks, entries, BlockGroup::id));
        }
    }

    record Body(
            String id,
            @Nullable String name,
            @Nullable String description,
            String status,
            @Nullable List<String> volumes,
            @Nullable String createdAt) {
        BlockGroup toGroup() {
            return new BlockGroup(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    status,
                    Optional.ofNullable(volumes).orElse(List.of()),
                    Timestamps.parse(createdAt));
        }
    }

    /// What a creation answers: hardly anything.
    record Made(@Nullable MadeBody group, @Nullable MadeBody groupSnapshot) {
        String requireId(String name) {
            return Optional.ofNullable(group == null ? groupSnapshot : group)
                    .orElseThrow(() -> missing("group", name))
                    .id();
        }
    }

    record MadeBody(String id) {}

    record OneSnapshot(@Nullable SnapshotBody groupSnapshot) {
        BlockGroupSnapshot require(String id) {
            if (groupSnapshot == null) {
                throw missing("group snapshot", id);
            }
            return groupSnapshot.toSnapshot();
        }
    }

    record ManySnapshots(
            @Nullable List<SnapshotBody> groupSnapshots,
            @Nullable List<Link> groupSnapshotLinks) {
        Listing<BlockGroupSnapshot> toListing() {
            var entries = Optional.ofNullable(groupSnapshots).orElse(List.of()).stream()
                    .map(SnapshotBody::toSnapshot)
                    .toList();
            return new Listing<>(entries, Link.next(groupSnapshotLinks, entries, BlockGroupSnapshot::id));
        }
    }

    record SnapshotBody(
            String id,
            @Nullable String name,
            @Nullable String description,
            String groupId,
            String status,
            @Nullable String createdAt) {
        BlockGroupSnapshot toSnapshot() {
            return new BlockGroupSnapshot(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    groupId,
                    status,
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody group) {
        static Create of(NewGroup wanted) {
            return new Create(new CreateBody(
                    wanted.name(),
                    wanted.description(),
                    wanted.groupType(),
                    wanted.volumeTypes(),
                    wanted.availabilityZone().orElse(null)));
        }
    }

    record CreateBody(
            String name,
            String description,
            String groupType,
            List<String> volumeTypes,
            @Nullable String availabilityZone) {}

    record Update(UpdateBody group) {}

    record UpdateBody(
            @Nullable String description,
            @Nullable String addVolumes,
            @Nullable String removeVolumes) {}

    record Action(DeleteBody delete) {}

    record DeleteBody(
            @com.fasterxml.jackson.annotation.JsonProperty("delete-volumes")
            boolean deleteVolumes) {}

    record Take(TakeBody groupSnapshot) {}

    record TakeBody(String groupId, String name, String description) {}

    private static OpenStackError missing(String what, String id) {
        var message = "there is no " + what + " '" + id + "'";
        return new OpenStackError(
                OpenStackError.Kind.REFUSED, 404, message, Optional.of(message), Optional.empty(), null);
    }
}
