package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Backups as they travel: the JSON of `/backups`.
final class BackupWire {
    private BackupWire() {}

    record One(@Nullable Body backup) {
        /// The backup of the answer.
        ///
        /// @throws OpenStackError if it holds none: the id was no id and led to something else
        BlockBackup require(String id) {
            if (backup == null) {
                throw missing(id);
            }
            return backup.toBackup();
        }
    }

    record Made(@Nullable MadeBody backup) {
        String requireId(String name) {
            if (backup == null) {
                throw missing(name);
            }
            return backup.id();
        }
    }

    /// What a creation answers: hardly anything.
    record MadeBody(String id) {}

    record Many(@Nullable List<Body> backups, @Nullable List<Link> backupsLinks) {
        Listing<BlockBackup> toListing() {
            var entries = Optional.ofNullable(backups).orElse(List.of()).stream()
                    .map(Body::toBackup)
                    .toList();
            return new Listing<>(entries, Link.next(backupsLinks, entries, BlockBackup::id));
        }
    }

    record Body(
            String id,
            @Nullable String name,
            String status,
            String volumeId,
            @Nullable String snapshotId,
            long size,
            boolean isIncremental,
            boolean hasDependentBackups,
            @Nullable String failReason,
            @Nullable Map<String, String> metadata,
            @Nullable String dataTimestamp,
            @Nullable String createdAt) {
        BlockBackup toBackup() {
            return new BlockBackup(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    BackupStatus.of(status),
                    volumeId,
                    Optional.ofNullable(snapshotId),
                    Bytes.ofGib(size),
                    isIncremental,
                    hasDependentBackups,
                    Optional.ofNullable(failReason).filter(text -> !text.isBlank()),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Timestamps.parse(dataTimestamp == null ? createdAt : dataTimestamp),
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody backup) {
        static Create of(NewBackup wanted) {
            return new Create(new CreateBody(
                    wanted.volume(),
                    wanted.snapshot(),
                    wanted.name(),
                    wanted.description(),
                    wanted.availabilityZone().orElse(null),
                    wanted.force(),
                    wanted.incremental(),
                    wanted.metadata()));
        }
    }

    record CreateBody(
            String volumeId,
            String snapshotId,
            String name,
            String description,
            @Nullable String availabilityZone,
            boolean force,
            boolean incremental,
            Map<String, String> metadata) {}

    private static OpenStackError missing(String id) {
        var message = "there is no backup '" + id + "'";
        return new OpenStackError(
                OpenStackError.Kind.REFUSED, 404, message, Optional.of(message), Optional.empty(), null);
    }
}
