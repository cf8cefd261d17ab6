package org.moorage.api.inventory;

import java.time.Instant;
import java.util.Optional;
import org.moorage.api.volume.Bytes;

/// An object in the cloud that bears the mark of this cluster.
///
/// @param kind      what it is
/// @param cloud     which of the driver's clouds it is in; `""` for the unnamed one
/// @param id        its id, as PersistentVolumes and VolumeSnapshotContents name it
/// @param name      its name in the cloud
/// @param size      the room that it takes, or the size of what it was made of
/// @param createdAt when it was made
/// @param origin    what it was made for, in the cluster's words, such as the claim's namespace and name
/// @param held      what speaks against removing it whatever the cluster says: that it is attached, in a passing
///                  state, or to be kept; empty when nothing does
public record OwnedObject(
        Kind kind,
        String cloud,
        String id,
        String name,
        Bytes size,
        Instant createdAt,
        Optional<String> origin,
        Optional<String> held) {
    /// The kinds of objects.
    public enum Kind {
        /// Named by PersistentVolumes.
        VOLUME,
        /// Named by VolumeSnapshotContents.
        SNAPSHOT,
        /// Named by VolumeSnapshotContents, too.
        BACKUP
    }
}
