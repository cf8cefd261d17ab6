package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A snapshot of a share as Manila shows it.
///
/// @param id          its UUID
/// @param name        its name, which need not be unique; empty when it has none
/// @param description its description; empty when it has none
/// @param status      its status
/// @param share       the share that it was taken of
/// @param shareSize   the size of that share then
/// @param protocol    how that share is mounted, in capitals
/// @param metadata    its metadata (2.73); empty when Manila is too old to keep any
/// @param createdAt   when Manila accepted it
public record ShareSnapshot(
        String id,
        String name,
        String description,
        ShareStatus status,
        String share,
        Bytes shareSize,
        Optional<String> protocol,
        Map<String, String> metadata,
        Instant createdAt) {
    /// Copies the metadata.
    public ShareSnapshot {
        metadata = Map.copyOf(metadata);
    }
}
