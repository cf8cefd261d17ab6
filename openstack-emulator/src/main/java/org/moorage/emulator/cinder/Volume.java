package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A volume as Cinder knows it now.
///
/// @param size in GiB
record Volume(
        String id,
        Text text,
        int size,
        Status status,
        String zone,
        VolumeType type,
        Origin origin,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant updatedAt) {

    /// The name and the description.
    record Text(@Nullable String name, @Nullable String description) {}

    /// What the volume was made from.
    record Origin(@Nullable String snapshotId, @Nullable String volumeId) {}

    Volume {
        metadata = Map.copyOf(metadata);
    }

    Volume with(Status newStatus, Instant now) {
        return new Volume(id, text, size, newStatus, zone, type, origin, metadata, createdAt, now);
    }

    Volume with(int newSize, Instant now) {
        return new Volume(id, text, newSize, status, zone, type, origin, metadata, createdAt, now);
    }

    Volume with(Text newText, Instant now) {
        return new Volume(id, newText, size, status, zone, type, origin, metadata, createdAt, now);
    }

    Volume with(Map<String, String> newMetadata, Instant now) {
        return new Volume(id, text, size, status, zone, type, origin, newMetadata, createdAt, now);
    }
}
