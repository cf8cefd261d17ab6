package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A snapshot as Cinder knows it now.
///
/// @param size in GiB, that of the volume when it was taken
record Snapshot(
        String id,
        String volumeId,
        Volume.Text text,
        int size,
        Status status,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant updatedAt) {

    Snapshot {
        metadata = Map.copyOf(metadata);
    }

    Snapshot with(Status newStatus, Instant now) {
        return new Snapshot(id, volumeId, text, size, newStatus, metadata, createdAt, now);
    }

    Snapshot with(Volume.Text newText, Instant now) {
        return new Snapshot(id, volumeId, newText, size, status, metadata, createdAt, now);
    }

    Snapshot with(Map<String, String> newMetadata, Instant now) {
        return new Snapshot(id, volumeId, text, size, status, newMetadata, createdAt, now);
    }
}
