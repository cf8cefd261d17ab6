package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backup as Cinder knows it now.
///
/// @param parentId the backup that this one adds to; null when it is whole
/// @param size in GiB, that of the volume when it was asked for
/// @param dataAt when the data was as it is kept
/// @param failReason why it is in `error`
record Backup(
        String id,
        String volumeId,
        @Nullable String snapshotId,
        @Nullable String parentId,
        Volume.Text text,
        int size,
        Status status,
        Map<String, String> metadata,
        Instant dataAt,
        @Nullable String failReason,
        Instant createdAt,
        Instant updatedAt) {

    Backup {
        metadata = Map.copyOf(metadata);
    }

    Backup with(Status newStatus, Instant now) {
        return new Backup(
                id,
                volumeId,
                snapshotId,
                parentId,
                text,
                size,
                newStatus,
                metadata,
                dataAt,
                failReason,
                createdAt,
                now);
    }

    Backup failed(String reason, Instant now) {
        return new Backup(
                id, volumeId, snapshotId, parentId, text, size, Status.ERROR, metadata, dataAt, reason, createdAt, now);
    }
}
