package org.moorage.emulator.manila;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A snapshot as Manila knows it now.
///
/// @param size in GiB, that of the share when it was taken
record Snapshot(
        String id,
        String shareId,
        Share.Text text,
        int size,
        String protocol,
        Status status,
        Map<String, String> metadata,
        Instant createdAt) {

    Snapshot {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    Snapshot with(Status newStatus) {
        return new Snapshot(id, shareId, text, size, protocol, newStatus, metadata, createdAt);
    }

    Snapshot with(Share.Text newText) {
        return new Snapshot(id, shareId, newText, size, protocol, status, metadata, createdAt);
    }

    Snapshot with(Map<String, String> newMetadata) {
        return new Snapshot(id, shareId, text, size, protocol, status, newMetadata, createdAt);
    }
}
