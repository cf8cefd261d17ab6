package org.moorage.cinder;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.Parameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parameters of a VolumeSnapshotClass, with what the snapshotter adds to them.
///
/// @param backup       `type=backup`: whether to make a backup
/// @param force        `force-create`: whether to take snapshots of volumes in use
/// @param incremental  `incremental`: whether a backup adds to the one before
/// @param availability `availability`: the zone of the service that makes a backup
/// @param patience     `backup-max-duration-seconds-per-gb`: after how long for each GiB a backup that is not ready is
///     told of as late
/// @param content      what the snapshotter says of the content, as it becomes the metadata
record SnapshotParameters(
        boolean backup,
        boolean force,
        boolean incremental,
        Optional<String> availability,
        Optional<Duration> patience,
        Map<String, String> content) {
    static final String TYPE = "type";
    static final String BACKUP = "backup";
    static final String FORCE = "force-create";
    static final String INCREMENTAL = "incremental";
    static final String AVAILABILITY = "availability";
    static final String PATIENCE = "backup-max-duration-seconds-per-gb";

    /// All that a VolumeSnapshotClass can say.
    static final List<Parameter> DECLARED = List.of(
            Parameter.typed(TYPE, "snapshot", "`snapshot` takes a snapshot, `backup` makes a backup of one"),
            Parameter.typed(FORCE, "false", "`true` allows it for a volume that is in use"),
            Parameter.typed(
                    INCREMENTAL,
                    "false",
                    "`true` makes a backup add to the latest one of the volume; the first is whole"),
            new Parameter(AVAILABILITY, "the availability zone of the backup service"),
            new Parameter(
                    PATIENCE,
                    "a backup that is not ready after so many seconds for each GiB, and 30, is told of as "
                            + "late; it goes on"));

    private static final List<String> KNOWN =
            DECLARED.stream().map(Parameter::key).toList();
    private static final String SNAPSHOTTER = "csi.storage.k8s.io/";
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotParameters.class);

    /// Copies the map.
    SnapshotParameters {
        content = Map.copyOf(content);
    }

    /// Reads them. Unknown ones are named in the log and ignored, as the Go driver does.
    ///
    /// @throws Failure.Invalid one of them cannot be understood
    static SnapshotParameters of(Map<String, String> texts) {
        var content = new HashMap<String, String>();
        texts.forEach((key, value) -> {
            switch (key) {
                case "csi.storage.k8s.io/volumesnapshot/name",
                        "csi.storage.k8s.io/volumesnapshot/namespace",
                        "csi.storage.k8s.io/volumesnapshotcontent/name" -> content.put(key, value);
                default -> {
                    if (!KNOWN.contains(key) && !key.startsWith(SNAPSHOTTER)) {
                        LOG.atWarn()
                                .addKeyValue("parameter", key)
                                .log("unknown VolumeSnapshotClass parameter is ignored");
                    }
                }
            }
        });
        return new SnapshotParameters(
                isBackup(texts.getOrDefault(TYPE, "")),
                TRUE.contains(texts.getOrDefault(FORCE, "false")),
                TRUE.contains(texts.getOrDefault(INCREMENTAL, "false")),
                Optional.ofNullable(texts.get(AVAILABILITY)).map(String::strip).filter(text -> !text.isEmpty()),
                Optional.ofNullable(texts.get(PATIENCE)).map(SnapshotParameters::seconds),
                content);
    }

    private static boolean isBackup(String type) {
        return switch (type) {
            case "", "snapshot" -> false;
            case BACKUP -> true;
            default ->
                throw new Failure.Invalid("parameter " + TYPE + "=" + type + ": write 'snapshot' or '" + BACKUP + "'");
        };
    }

    private static Duration seconds(String text) {
        if (!text.strip().matches("\\d{1,9}")) {
            throw new Failure.Invalid("parameter " + PATIENCE + "=" + text + ": write a number of seconds, such as 20");
        }
        return Duration.ofSeconds(Long.parseLong(text.strip()));
    }
}
