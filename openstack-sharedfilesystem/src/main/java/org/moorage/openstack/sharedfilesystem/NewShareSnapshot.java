package org.moorage.openstack.sharedfilesystem;

import java.util.Map;

/// A snapshot that Manila is asked to take.
///
/// @param name        its name
/// @param description its description
/// @param share       the share to take it of
/// @param metadata    its metadata; a Manila before 2.73 keeps none, and is told none
public record NewShareSnapshot(String name, String description, String share, Map<String, String> metadata) {
    /// Copies the metadata.
    public NewShareSnapshot {
        metadata = Map.copyOf(metadata);
    }
}
