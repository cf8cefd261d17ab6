package org.moorage.openstack.config;

import java.util.List;
import java.util.OptionalInt;

/// Reads `[BlockStorage]`.
final class BlockStorageReader {
    private static final String ATTACH_LIMIT = "node-volume-attach-limit";
    private static final String RESCAN = "rescan-on-resize";
    private static final String IGNORE_ZONE = "ignore-volume-az";
    private static final String IGNORE_MICROVERSION = "ignore-volume-microversion";

    static final List<String> KEYS = List.of(ATTACH_LIMIT, RESCAN, IGNORE_ZONE, IGNORE_MICROVERSION);

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
