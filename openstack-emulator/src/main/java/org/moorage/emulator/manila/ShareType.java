package org.moorage.emulator.manila;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A share type.
///
/// @param extraSpecs what a backend must be like, the specs that only administrators see among them
/// @param open       whether every project may use it
record ShareType(String id, String name, @Nullable String description, Map<String, String> extraSpecs, boolean open) {
    static final String SERVERS = "driver_handles_share_servers";
    static final String SNAPSHOTS = "snapshot_support";
    static final String FROM_SNAPSHOTS = "create_share_from_snapshot_support";
    static final String REVERT = "revert_to_snapshot_support";
    static final String MOUNT_SNAPSHOTS = "mount_snapshot_support";
    static final String ZONES = "availability_zones";

    /// The specs that every user sees.
    static final Set<String> SHOWN = Set.of(
            SERVERS,
            SNAPSHOTS,
            FROM_SNAPSHOTS,
            REVERT,
            MOUNT_SNAPSHOTS,
            ZONES,
            "replication_type",
            "provisioning:max_share_size",
            "provisioning:min_share_size",
            "provisioning:max_share_extend_size");

    ShareType {
        extraSpecs = Collections.unmodifiableMap(new LinkedHashMap<>(extraSpecs));
    }

    /// Whether shares of it may be in a zone.
    boolean reaches(String zone) {
        var only = extraSpecs.get(ZONES);
        return only == null || List.of(only.split(",", -1)).contains(zone);
    }

    boolean is(String spec) {
        return "true".equalsIgnoreCase(extraSpecs.get(spec));
    }
}
