package org.moorage.openstack.blockstorage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Volumes as they travel: the JSON of `/volumes`.
final class VolumeWire {
    private VolumeWire() {}

    record One(@Nullable Body volume) {
        /// The volume of the answer.
        ///
        /// @throws OpenStackError if it holds none: the id was no id and led to something else
        BlockVolume require(String id) {
            if (volume == null) {
                var message = "there is no volume '" + id + "'";
                throw new OpenStackError(
                        OpenStackError.Kind.REFUSED, 404, message, Optional.of(message), Optional.empty(), null);
            }
            return volume.toVolume();
        }
    }

    record Many(@Nullable List<Body> volumes, @Nullable List<Link> volumesLinks) {
        Listing<BlockVolume> toListing() {
            var entries = Optional.ofNullable(volumes).orElse(List.of()).stream()
                    .map(Body::toVolume)
                    .toList();
            return new Listing<>(entries, Link.next(volumesLinks, entries, BlockVolume::id));
        }
    }

    record Body(
            String id,
            @Nullable String name,
            String status,
            long size,
            @Nullable String volumeType,
            @Nullable String availabilityZone,
            boolean multiattach,
            @Nullable String bootable,
            @Nullable String snapshotId,
            @Nullable String sourceVolid,
            @Nullable Map<String, String> metadata,
            @Nullable List<Attachment> attachments,
            @Nullable String createdAt,
            @Nullable String updatedAt) {
        BlockVolume toVolume() {
            return new BlockVolume(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    VolumeStatus.of(status),
                    Bytes.ofGib(size),
                    Optional.ofNullable(volumeType),
                    Optional.ofNullable(availabilityZone),
                    multiattach,
                    "true".equals(bootable),
                    Optional.ofNullable(snapshotId),
                    Optional.ofNullable(sourceVolid),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Optional.ofNullable(attachments).orElse(List.of()).stream()
                            .flatMap(Attachment::toAttachment)
                            .toList(),
                    Timestamps.parse(createdAt),
                    Optional.ofNullable(updatedAt).map(Timestamps::parse));
        }
    }

    record Attachment(
            @Nullable String attachmentId,
            @Nullable String serverId,
            @Nullable String device) {
        Stream<BlockVolume.ServerAttachment> toAttachment() {
            return Optional.ofNullable(serverId)
                    .map(server -> new BlockVolume.ServerAttachment(
                            Objects.requireNonNullElse(attachmentId, ""), server, Optional.ofNullable(device)))
                    .stream();
        }
    }

    record Create(
            CreateBody volume,

            @JsonProperty("OS-SCH-HNT:scheduler_hints") @Nullable
            HintsBody schedulerHints) {
        static Create of(NewVolume wanted) {
            var body = new CreateBody(
                    wanted.name(),
                    wanted.description(),
                    wanted.size().gibRoundedUp(),
                    wanted.type().orElse(null),
                    wanted.availabilityZone().orElse(null),
                    wanted.snapshot().orElse(null),
                    wanted.sourceVolume().orElse(null),
                    wanted.backup().orElse(null),
                    wanted.metadata());
            return new Create(body, HintsBody.of(wanted.hints()));
        }
    }

    record HintsBody(
            @Nullable List<String> sameHost, @Nullable List<String> differentHost) {
        static @Nullable HintsBody of(SchedulerHints hints) {
            return hints.equals(SchedulerHints.NONE)
                    ? null
                    : new HintsBody(unlessEmpty(hints.sameHost()), unlessEmpty(hints.differentHost()));
        }

        private static @Nullable List<String> unlessEmpty(List<String> ids) {
            return ids.isEmpty() ? null : ids;
        }
    }

    record CreateBody(
            String name,
            String description,
            long size,
            @Nullable String volumeType,
            @Nullable String availabilityZone,
            @Nullable String snapshotId,
            @Nullable String sourceVolid,
            @Nullable String backupId,
            Map<String, String> metadata) {}

    record Retype(@JsonProperty("os-retype") RetypeBody retype) {}

    record RetypeBody(String newType, String migrationPolicy) {}

    record SetBootable(@JsonProperty("os-set_bootable") BootableBody flag) {}

    record BootableBody(boolean bootable) {}

    record SetReadOnly(
            @JsonProperty("os-update_readonly_flag") ReadOnlyBody flag) {}

    record ReadOnlyBody(boolean readonly) {}

    record Metadata(Map<String, String> metadata) {}

    record Extend(@JsonProperty("os-extend") ExtendBody extend) {}

    record ExtendBody(long newSize) {}
}
