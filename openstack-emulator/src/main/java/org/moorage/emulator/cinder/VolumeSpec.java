package org.moorage.emulator.cinder;

import java.util.Map;
import java.util.Optional;

/// What a new volume shall be; what is left out follows from its source or from the cloud's defaults.
record VolumeSpec(
        Volume.Text text,
        Optional<Integer> size,
        Optional<String> type,
        Optional<String> zone,
        Optional<String> snapshotId,
        Optional<String> sourceId,
        Optional<String> backupId,
        Map<String, String> metadata,
        Hints hints) {}
