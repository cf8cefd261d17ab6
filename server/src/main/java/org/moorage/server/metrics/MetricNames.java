package org.moorage.server.metrics;

/// The names of the server's own metrics; backends name theirs themselves.
public final class MetricNames {
    /// Duration of each call, as csi-lib-utils names it for plugins; labels `driver_name`, `method_name`,
    /// `grpc_status_code`.
    public static final String RPC_SECONDS = "csi_plugin_operations_seconds";

    /// How many locks calls hold now.
    public static final String OPEN_LOCKS = "moorage_open_locks";

    /// How many calls have not come back by their deadline; label `method_name`.
    public static final String STUCK_CALLS = "moorage_stuck_calls";

    /// How often a backend failed as no role allows; labels `driver_name`, `method_name`: a call of CSI, `open`,
    /// `report` or `orphans`.
    public static final String DEFECTS = "moorage_defects_total";

    private MetricNames() {}
}
