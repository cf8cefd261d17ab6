package org.moorage.openstack.blockstorage;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;

/// What is behind Cinder: pools, and the zones that they are in. Most clouds tell this to administrators alone.
/// Every method throws {@link OpenStackError} when the request brings no usable answer. Safe for many threads.
public final class Pools {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Pools(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// All pools.
    public List<Pool> list(Deadline deadline) {
        var query = Map.of("detail", List.of("true"));
        var call = Calls.get("pool_list", "/scheduler-stats/get_pools", query, Optional.empty());
        return Optional.ofNullable(endpoint.send(call, deadline).as(Many.class).pools()).orElse(List.of()).stream()
                .map(Body::toPool)
                .toList();
    }

    /// The availability zone of each Cinder process that serves volumes, by its host.
    public Map<String, String> zones(Deadline deadline) {
        var query = Map.of("binary", List.of("cinder-volume"));
        var call = Calls.get("service_list", "/os-services", query, Optional.empty());
        var services = endpoint.send(call, deadline).as(Workers.class).services();
        return Optional.ofNullable(services).orElse(List.of()).stream()
                .collect(Collectors.toMap(Worker::host, Worker::zone, (first, _) -> first));
    }

    /// The availability zones in which volumes can be made now.
    public List<String> openZones(Deadline deadline) {
        var call = Calls.get("zone_list", "/os-availability-zone", Map.of(), Optional.empty());
        var zones = endpoint.send(call, deadline).as(Zones.class).availabilityZoneInfo();
        return Optional.ofNullable(zones).orElse(List.of()).stream()
                .filter(zone -> zone.zoneState() == null || zone.zoneState().available())
                .map(Zone::zoneName)
                .toList();
    }

    record Many(@Nullable List<Body> pools) {}

    record Body(String name, @Nullable Capabilities capabilities) {
        Pool toPool() {
            var cut = name.indexOf('#');
            var known = Optional.ofNullable(capabilities);
            return new Pool(
                    cut < 0 ? name : name.substring(0, cut),
                    known.flatMap(what -> Optional.ofNullable(what.volumeBackendName())),
                    known.flatMap(Capabilities::room));
        }
    }

    /// Sizes are numbers, or the words `unknown` and `infinite`.
    record Capabilities(
            @Nullable String volumeBackendName,
            @Nullable JsonNode totalCapacityGb,
            @Nullable JsonNode freeCapacityGb,
            @Nullable JsonNode provisionedCapacityGb,
            @Nullable JsonNode maxOverSubscriptionRatio,
            @Nullable JsonNode thinProvisioningSupport,
            double reservedPercentage) {
        /// As Cinder's scheduler counts it when it looks for a pool (its capacity filter).
        Optional<Long> room() {
            var total = number(totalCapacityGb);
            var free = number(freeCapacityGb);
            if (total.isEmpty() || free.isEmpty()) {
                return Optional.empty();
            }
            var left = free.get() - total.get() * reservedPercentage / 100;
            var ratio = number(maxOverSubscriptionRatio).filter(_ -> isTrue(thinProvisioningSupport));
            var provisioned = number(provisionedCapacityGb);
            var room = ratio.isPresent() && provisioned.isPresent()
                    ? Math.min(total.get() * ratio.get() - provisioned.get(), left * ratio.get())
                    : left;
            return Optional.of(Math.max(0, (long) room));
        }

        private static Optional<Double> number(@Nullable JsonNode node) {
            if (node == null) {
                return Optional.empty();
            }
            // The ratio comes as text from some backends.
            var value = node.asDouble(Double.NaN);
            return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
        }

        private static boolean isTrue(@Nullable JsonNode node) {
            return node != null && node.asText().equalsIgnoreCase("true");
        }
    }

    record Workers(@Nullable List<Worker> services) {}

    record Worker(String host, String zone) {}

    record Zones(
            @JsonProperty("availabilityZoneInfo") @Nullable List<Zone> availabilityZoneInfo) {}

    record Zone(
            @JsonProperty("zoneName") String zoneName,
            @JsonProperty("zoneState") @Nullable ZoneState zoneState) {}

    record ZoneState(boolean available) {}
}
