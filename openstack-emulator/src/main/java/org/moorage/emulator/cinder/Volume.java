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
        Flags flags,
        Origin origin,
        Map<String, String> metadata,
        Instant createdAt,
        @Nullable Instant updatedAt) {

    /// The name and the description.
    record Text(@Nullable String name, @Nullable String description) {}

    /// What the volume was made from.
    record Origin(@Nullable String snapshotId, @Nullable String volumeId) {}

    /// What may be switched.
    ///
    /// @param readOnly    empty until somebody switched it
    /// @param multiattach the type's at first; switched when a retype is asked for, and not back when that
    ///     fails
    record Flags(boolean bootable, @Nullable Boolean readOnly, boolean multiattach) {
        Flags bootable(boolean on) {
            return new Flags(on, readOnly, multiattach);
        }

        Flags readOnly(boolean on) {
            return new Flags(bootable, on, multiattach);
        }

        Flags multiattach(boolean on) {
            return new Flags(bootable, readOnly, on);
        }
    }

    Volume {
        metadata = Map.copyOf(metadata);
    }

    Volume with(Status newStatus, Instant now) {
        return new Volume(id, text, size, newStatus, zone, type, flags, origin, metadata, createdAt, now);
    }

    Volume with(int newSize, Instant now) {
        return new Volume(id, text, newSize, status, zone, type, flags, origin, metadata, createdAt, now);
    }

    Volume with(Text newText, Instant now) {
        return new Volume(id, newText, size, status, zone, type, flags, origin, metadata, createdAt, now);
    }

    Volume with(Map<String, String> newMetadata, Instant now) {
        return new Volume(id, text, size, status, zone, type, flags, origin, newMetadata, createdAt, now);
    }

    Volume with(VolumeType newType, Instant now) {
        return new Volume(id, text, size, status, zone, newType, flags, origin, metadata, createdAt, now);
    }

    Volume with(Flags newFlags, Instant now) {
        return new Volume(id, text, size, status, zone, type, newFlags, origin, metadata, createdAt, now);
    }
}
