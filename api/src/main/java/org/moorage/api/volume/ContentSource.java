package org.moorage.api.volume;

import org.moorage.api.snapshot.SnapshotId;

/// What a new volume is filled with (CSI 1.13, VolumeContentSource).
public sealed interface ContentSource {
    /// The content of a snapshot.
    record FromSnapshot(SnapshotId snapshot) implements ContentSource {}

    /// The content of another volume: a clone. Sent only to backends with the role {@link VolumeCloner}.
    record FromVolume(VolumeId volume) implements ContentSource {}
}
