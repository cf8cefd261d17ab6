package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A volume that Cinder is asked to make.
///
/// @param name             its name
/// @param description      its description
/// @param size             its size, whole GiB
/// @param type             the name or id of its type; empty for Cinder's default
/// @param availabilityZone its zone; empty leaves it to Cinder
/// @param snapshot         the snapshot to fill it with
/// @param sourceVolume     the volume to fill it with
/// @param backup           the backup to fill it with
/// @param metadata         its metadata
/// @param hints            what the scheduler is told about other volumes
public record NewVolume(
        String name,
        String description,
        Bytes size,
        Optional<String> type,
        Optional<String> availabilityZone,
        Optional<String> snapshot,
        Optional<String> sourceVolume,
        Optional<String> backup,
        Map<String, String> metadata,
        SchedulerHints hints) {
    /// Copies the metadata.
    public NewVolume {
        metadata = Map.copyOf(metadata);
    }
}
