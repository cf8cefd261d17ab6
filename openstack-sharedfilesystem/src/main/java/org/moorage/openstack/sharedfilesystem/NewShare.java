package org.moorage.openstack.sharedfilesystem;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// A share that Manila is asked to make.
///
/// @param name             its name
/// @param description      its description
/// @param protocol         how it is to be mounted: `NFS`, `CEPHFS`
/// @param size             its size, whole GiB
/// @param type             the name or id of its share type; empty for Manila's default
/// @param availabilityZone its zone; empty leaves it to Manila
/// @param shareNetwork     the id of its share network, which types with share servers need
/// @param snapshot         the id of the snapshot to fill it with
/// @param group            the id of the share group that it is to belong to
/// @param metadata         its metadata
/// @param hints            what the scheduler is told about other shares
public record NewShare(
        String name,
        String description,
        String protocol,
        Bytes size,
        Optional<String> type,
        Optional<String> availabilityZone,
        Optional<String> shareNetwork,
        Optional<String> snapshot,
        Optional<String> group,
        Map<String, String> metadata,
        ShareHints hints) {
    /// Copies the metadata.
    public NewShare {
        metadata = Map.copyOf(metadata);
    }
}
