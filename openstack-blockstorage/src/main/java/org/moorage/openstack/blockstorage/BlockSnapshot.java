package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A snapshot as Cinder shows it.
///
/// @param id        its UUID
/// @param name      its name, which need not be unique
/// @param status    its status
/// @param volume    the volume that it was taken of
/// @param size      the size of that volume then
/// @param metadata  its metadata
/// @param group     the group snapshot that it belongs to (3.14)
/// @param createdAt when Cinder accepted it
public record BlockSnapshot(
        String id,
        String name,
        SnapshotStatus status,
        String volume,
        Bytes size,
        Map<String, String> metadata,
        Optional<String> group,
        Instant createdAt) {
    /// Copies the metadata.
    public BlockSnapshot {
        metadata = Map.copyOf(metadata);
    }
}
