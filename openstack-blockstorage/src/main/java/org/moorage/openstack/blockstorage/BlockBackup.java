package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A backup as Cinder shows it.
///
/// @param id          its UUID
/// @param name        its name, which need not be unique
/// @param status      its status
/// @param volume      the volume that it keeps
/// @param snapshot    the snapshot that it was made of, which may be gone
/// @param size        the size of that volume then
/// @param incremental whether it adds to an earlier one
/// @param depended    whether a later one adds to it, which must go first
/// @param failReason  why it is in `error`
/// @param metadata    its metadata (3.43)
/// @param dataAt      when the volume was as the backup keeps it
/// @param createdAt   when Cinder accepted it
public record BlockBackup(
        String id,
        String name,
        BackupStatus status,
        String volume,
        Optional<String> snapshot,
        Bytes size,
        boolean incremental,
        boolean depended,
        Optional<String> failReason,
        Map<String, String> metadata,
        Instant dataAt,
        Instant createdAt) {
    /// Copies the metadata.
    public BlockBackup {
        metadata = Map.copyOf(metadata);
    }
}
