package org.moorage.emulator.policy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.emulator.http.Rejection;

/// What the cloud's policy forbids the project's members, by the services' names of rules. May be used by many
/// threads.
public final class Policies {
    /// The free space of every pool.
    public static final String POOLS = "scheduler_extension:scheduler_stats:get_pools";
    /// Cinder's own processes, and the zones they are in.
    public static final String SERVICES = "volume_extension:services:index";
    /// The extra specs of types that only administrators see.
    public static final String EXTRA_SPECS = "volume_extension:access_types_extra_specs";
    /// Another type for a volume.
    public static final String RETYPE = "volume:retype";
    /// The read-only flag of a volume.
    public static final String READ_ONLY = "volume:update_readonly_flag";
    /// The limits and the usage of the project.
    public static final String QUOTAS = "volume_extension:quotas:show";

    /// The free space of every pool of Manila.
    public static final String SHARE_POOLS = "scheduler_stats:pools:detail";
    /// Manila's own processes.
    public static final String SHARE_SERVICES = "service:index";
    /// Manila's limits and the usage of the project.
    public static final String SHARE_QUOTAS = "quota_set:show";
    /// A new share.
    public static final String CREATE_SHARE = "share:create";
    /// Another state for a share.
    public static final String RESET_SHARE = "share:reset_status";
    /// A share's deletion in whatever state.
    public static final String FORCE_DELETE_SHARE = "share:force_delete";
    /// Another state for a snapshot of a share.
    public static final String RESET_SNAPSHOT = "share_snapshot:reset_status";
    /// The deletion of a share's snapshot in whatever state.
    public static final String FORCE_DELETE_SNAPSHOT = "share_snapshot:force_delete";
    /// What Manila shows to administrators alone, such as export locations that are for them.
    public static final String ADMIN = "context_is_admin";

    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    /// As the services come: what is for administrators is forbidden.
    public Policies() {
        forbidden.addAll(Set.of(
                POOLS,
                SERVICES,
                EXTRA_SPECS,
                SHARE_POOLS,
                SHARE_SERVICES,
                RESET_SHARE,
                FORCE_DELETE_SHARE,
                RESET_SNAPSHOT,
                FORCE_DELETE_SNAPSHOT,
                ADMIN));
    }

    public void allow(String rule) {
        forbidden.remove(rule);
    }

    public void forbid(String rule) {
        forbidden.add(rule);
    }

    /// Whether a member may do that.
    public boolean allows(String rule) {
        return !forbidden.contains(rule);
    }

    /// Lets pass what is allowed.
    ///
    /// @throws Rejection 403 in Cinder's words
    public void require(String rule) {
        if (!allows(rule)) {
            throw new Rejection(403, "Policy doesn't allow " + rule + " to be performed.");
        }
    }
}
