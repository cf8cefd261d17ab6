package org.moorage.cinder;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parameters of a VolumeSnapshotClass, with what the snapshotter adds to them.
///
/// @param force   `force-create`: whether to take snapshots of volumes in use
/// @param content what the snapshotter says of the content, as it becomes the snapshot's metadata
record SnapshotParameters(boolean force, Map<String, String> content) {
    static final String TYPE = "type";
    static final String BACKUP = "backup";
    static final String FORCE = "force-create";
    private static final String SNAPSHOTTER = "csi.storage.k8s.io/";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotParameters.class);

    /// Copies the map.
    SnapshotParameters {
        content = Map.copyOf(content);
    }

    /// Reads them. Unknown ones are named in the log and ignored, as the Go driver does.
    ///
    /// @throws Failure.Invalid `type` asks for something that is not there
    static SnapshotParameters of(Map<String, String> texts) {
        var content = new HashMap<String, String>();
        texts.forEach((key, value) -> {
            switch (key) {
                case TYPE -> requireSnapshot(value);
                case FORCE -> {}
                case "csi.storage.k8s.io/volumesnapshot/name",
                        "csi.storage.k8s.io/volumesnapshot/namespace",
                        "csi.storage.k8s.io/volumesnapshotcontent/name" -> content.put(key, value);
                default -> {
                    if (!key.startsWith(SNAPSHOTTER)) {
                        LOG.atWarn()
                                .addKeyValue("parameter", key)
                                .log("unknown VolumeSnapshotClass parameter is ignored");
                    }
                }
            }
        });
        return new SnapshotParameters(TRUE.contains(texts.getOrDefault(FORCE, "false")), content);
    }

    private static void requireSnapshot(String type) {
        switch (type) {
            case "", "snapshot" -> {}
            case "backup" ->
                throw new Failure.Invalid(
                        "parameter type=backup: backups are not supported by this release, use" + " type=snapshot");
            default -> throw new Failure.Invalid("parameter type=" + type + ": only 'snapshot' is known");
        }
    }
}
