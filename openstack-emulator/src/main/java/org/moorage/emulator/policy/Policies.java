package org.moorage.emulator.policy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.emulator.http.Rejection;

/// What the cloud's policy forbids the project's members, by Cinder's names of rules. May be used by many
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

    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    /// As Cinder comes: what is for administrators is forbidden.
    public Policies() {
        forbidden.addAll(Set.of(POOLS, SERVICES, EXTRA_SPECS));
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
