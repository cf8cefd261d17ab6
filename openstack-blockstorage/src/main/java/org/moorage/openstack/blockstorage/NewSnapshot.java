package org.moorage.openstack.blockstorage;

import java.util.Map;

/// A snapshot that Cinder is asked to take.
///
/// @param name        its name
/// @param description its description
/// @param volume      the volume to take it of
/// @param force       whether to take it of a volume in use
/// @param metadata    its metadata
public record NewSnapshot(String name, String description, String volume, boolean force, Map<String, String> metadata) {
    /// Copies the metadata.
    public NewSnapshot {
        metadata = Map.copyOf(metadata);
    }
}
