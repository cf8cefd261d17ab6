package org.moorage.emulator.cinder;

import java.util.Map;
import java.util.Optional;

/// What a new backup shall be.
///
/// @param force       whether the volume may be in use when no snapshot is named
/// @param incremental whether it adds to the latest one of the volume
record BackupSpec(
        String volumeId,
        Optional<String> snapshotId,
        Volume.Text text,
        Map<String, String> metadata,
        boolean force,
        boolean incremental) {}
