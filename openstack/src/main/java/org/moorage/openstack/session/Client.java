package org.moorage.openstack.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.moorage.api.plugin.Meters;

/// Who calls a cloud, and what it lends to its sessions.
///
/// @param clock     the time
/// @param meters    where measurements go
/// @param userAgent what the process calls itself: `cinder-csi-plugin/0.1.0`
/// @param needs     the services that it cannot do without: a cloud whose catalog lacks one is refused
public record Client(InstantSource clock, Meters meters, String userAgent, Set<ServiceKind> needs) {
    /// The label by which measurements of several clouds are told apart: the name of the cloud, empty for the unnamed
    /// one.
    private static final String CLOUD = "cloud";

    /// Copies the set.
    public Client {
        needs = Set.copyOf(needs);
    }

    /// A client that needs Cinder and Nova.
    public Client(InstantSource clock, Meters meters, String userAgent) {
        this(clock, meters, userAgent, Set.of(ServiceKind.BLOCK_STORAGE, ServiceKind.COMPUTE));
    }

    /// The same with measurements that bear the cloud's name.
    ///
    /// @param cloud its name in the configuration
    Client in(String cloud) {
        return new Client(clock, new OfCloud(meters, cloud), userAgent, needs);
    }

    private record OfCloud(Meters meters, String cloud) implements Meters {
        @Override
        public void count(String name, Map<String, String> labels) {
            meters.count(name, with(labels));
        }

        @Override
        public void time(String name, Duration elapsed, Map<String, String> labels) {
            meters.time(name, elapsed, with(labels));
        }

        @Override
        public void set(String name, double value, Map<String, String> labels) {
            meters.set(name, value, with(labels));
        }

        private Map<String, String> with(Map<String, String> labels) {
            var all = new HashMap<>(labels);
            all.put(CLOUD, cloud);
            return all;
        }
    }
}
