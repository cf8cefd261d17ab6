package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;

/// A backup that Cinder is asked to make.
///
/// @param name             its name
/// @param description      its description
/// @param volume           the volume to keep
/// @param snapshot         the snapshot of it to read
/// @param availabilityZone the zone of the service that makes it (3.51); empty leaves it to Cinder
/// @param force            whether the volume may be in use
/// @param incremental      whether to add to the latest backup of the volume
/// @param metadata         its metadata
public record NewBackup(
        String name,
        String description,
        String volume,
        String snapshot,
        Optional<String> availabilityZone,
        boolean force,
        boolean incremental,
        Map<String, String> metadata) {
    /// Copies the metadata.
    public NewBackup {
        metadata = Map.copyOf(metadata);
    }
}
