package org.moorage.openstack.sharedfilesystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;

/// What is behind Manila. Most clouds tell this to administrators alone. Safe for many threads.
public final class SharePools {
    private static final int FORBIDDEN = 403;

    private final Dialect dialect;

    SharePools(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The pools that can hold shares of that type; empty when the account may not see them.
    ///
    /// @param type the type's id or name; empty for all pools
    /// @throws OpenStackError if the request brings no usable answer
    public Optional<List<SharePool>> list(Optional<String> type, Deadline deadline) {
        var query = type.map(one -> Map.of("share_type", List.of(one))).orElse(Map.of());
        var call = Calls.get("pool_list", "/scheduler-stats/pools/detail", query, dialect.best(deadline));
        return unlessForbidden(() -> dialect.send(call, deadline).as(Many.class).toPools());
    }

    /// The availability zone of each Manila process that serves shares, by the process ({@link SharePool#process});
    /// empty when the account may not see them.
    ///
    /// @throws OpenStackError if the request brings no usable answer
    public Optional<Map<String, String>> zones(Deadline deadline) {
        var query = Map.of("binary", List.of("manila-share"));
        var call = Calls.get("service_list", "/services", query, dialect.best(deadline));
        return unlessForbidden(
                () -> dialect.send(call, deadline).as(Workers.class).zones());
    }

    /// What the pools speak, as their backends say it: `NFS_CIFS`; empty when the account may not see them.
    ///
    /// @throws OpenStackError if the request brings no usable answer
    public Optional<Set<String>> protocols(Deadline deadline) {
        var call = Calls.get("pool_list", "/scheduler-stats/pools/detail", Map.of(), dialect.best(deadline));
        return unlessForbidden(() -> dialect.send(call, deadline).as(Many.class).protocols());
    }

    private static <T> Optional<T> unlessForbidden(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (OpenStackError error) {
            if (error.kind() == OpenStackError.Kind.REFUSED && error.status() == FORBIDDEN) {
                return Optional.empty();
            }
            throw error;
        }
    }

    record Workers(@Nullable List<Worker> services) {
        Map<String, String> zones() {
            return Optional.ofNullable(services).orElse(List.of()).stream()
                    .collect(Collectors.toMap(Worker::host, Worker::zone, (first, _) -> first));
        }
    }

    record Worker(String host, String zone) {}

    record Many(@Nullable List<Body> pools) {
        List<SharePool> toPools() {
            return Optional.ofNullable(pools).orElse(List.of()).stream()
                    .map(Body::toPool)
                    .toList();
        }

        Set<String> protocols() {
            return Optional.ofNullable(pools).orElse(List.of()).stream()
                    .flatMap(pool -> Optional.ofNullable(pool.capabilities()).stream())
                    .flatMap(one -> Optional.ofNullable(one.storageProtocol()).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    record Body(
            String name,
            @Nullable String host,
            @Nullable String backend,
            @Nullable Capabilities capabilities) {
        SharePool toPool() {
            return new SharePool(
                    name,
                    Objects.requireNonNullElse(host, ""),
                    Objects.requireNonNullElse(backend, ""),
                    Optional.ofNullable(capabilities).flatMap(Capabilities::room));
        }
    }

    /// Sizes are numbers, or the words `unknown` and `infinite`; thin provisioning is a boolean or a list of those
    /// that the backend can do.
    record Capabilities(
            @Nullable JsonNode totalCapacityGb,
            @Nullable JsonNode freeCapacityGb,
            @Nullable JsonNode provisionedCapacityGb,
            @Nullable JsonNode maxOverSubscriptionRatio,
            @Nullable JsonNode thinProvisioning,
            @Nullable String storageProtocol,
            double reservedPercentage) {
        /// As Manila's scheduler counts it when it looks for a pool (its capacity filter).
        Optional<Long> room() {
            var total = number(totalCapacityGb);
            var free = number(freeCapacityGb);
            if (total.isEmpty() || free.isEmpty()) {
                return Optional.empty();
            }
            var left = free.get() - Math.floor(total.get() * reservedPercentage / 100);
            var ratio = number(maxOverSubscriptionRatio).filter(some -> some >= 1 && thin());
            var provisioned = number(provisionedCapacityGb);
            var room = ratio.isPresent() && provisioned.isPresent()
                    ? Math.min(total.get() * ratio.get() - provisioned.get(), left * ratio.get())
                    : left;
            return Optional.of(Math.max(0, (long) room));
        }

        private boolean thin() {
            return thinProvisioning != null
                    && (thinProvisioning.isArray()
                            ? StreamSupport.stream(thinProvisioning.spliterator(), false)
                                    .anyMatch(Capabilities::isTrue)
                            : isTrue(thinProvisioning));
        }

        private static Optional<Double> number(@Nullable JsonNode node) {
            if (node == null) {
                return Optional.empty();
            }
            var value = node.asDouble(Double.NaN);
            return Double.isNaN(value) ? Optional.empty() : Optional.of(value);
        }

        private static boolean isTrue(JsonNode node) {
            return node.asText().equalsIgnoreCase("true");
        }
    }
}
