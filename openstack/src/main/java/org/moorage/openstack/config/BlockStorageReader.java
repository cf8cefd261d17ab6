package org.moorage.openstack.config;

import java.util.List;
import java.util.OptionalInt;

/// Reads `[BlockStorage]`.
final class BlockStorageReader {
    private static final String ATTACH_LIMIT = "node-volume-attach-limit";
    private static final String RESCAN = "rescan-on-resize";
    private static final String IGNORE_ZONE = "ignore-volume-az";
    private static final String IGNORE_MICROVERSION = "ignore-volume-microversion";

    /// All of them, and what they say.
    static final List<Parameter> DECLARED = List.of(
            new Parameter(
                    ATTACH_LIMIT,
                    "measured",
                    "how many volumes a node takes, 0 for no limit; below 0 or above 256 it is 256. Where it "
                            + "is not said the node measures it ([below](#flags)), while the Go driver then sets no "
                            + "limit"),
            new Parameter(
                    RESCAN, "taken from old files, and does nothing: a node always awaits the size that it is told"),
            Parameter.typed(
                    IGNORE_ZONE,
                    "false",
                    "`true`: Cinder is asked for the zone that is preferred, whether or not it has one of that name, "
                            + "and a volume can be reached from where it was wanted, whatever its own zone is"),
            Parameter.typed(
                    IGNORE_MICROVERSION,
                    "false",
                    "`true`: nothing is asked of Cinder in a newer version of its API, "
                            + "and volumes in use do not grow"));

    static final List<String> KEYS = DECLARED.stream().map(Parameter::key).toList();

    private BlockStorageReader() {}

    static BlockStorageSection read(Section section) {
        return new BlockStorageSection(
                section.text(ATTACH_LIMIT).isPresent()
                        ? OptionalInt.of(section.integer(ATTACH_LIMIT, 0))
                        : OptionalInt.empty(),
                section.enabled(RESCAN),
                section.enabled(IGNORE_ZONE),
                section.enabled(IGNORE_MICROVERSION));
    }
}
