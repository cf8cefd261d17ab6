package org.moorage.openstack.sharedfilesystem;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;

/// Manila of one cloud, one object for each kind of thing that it keeps. To be made once for each cloud: what version
/// of the API Manila speaks is asked once for all of them.
///
/// Each call asks for the least version that has what it needs, and versions down to 2.37 are spoken. Their methods
/// throw {@link org.moorage.openstack.http.OpenStackError} when a request brings no usable answer, and
/// {@link org.moorage.api.failure.Failure.Precondition} when Manila is older than that. Safe for many threads.
public final class SharedFileSystem {
    private final Dialect dialect;

    /// @param endpoint the shared-file-system service of one cloud
    /// @param clock    the time
    public SharedFileSystem(Endpoint endpoint, InstantSource clock) {
        this.dialect = new Dialect(endpoint, clock);
    }

    /// Shares.
    public Shares shares() {
        return new Shares(dialect);
    }

    /// Who may mount shares.
    public AccessRules accessRules() {
        return new AccessRules(dialect);
    }

    /// Where shares can be mounted from.
    public ExportLocations exportLocations() {
        return new ExportLocations(dialect);
    }

    /// Share types.
    public ShareTypes types() {
        return new ShareTypes(dialect);
    }

    /// Snapshots of shares.
    public ShareSnapshots snapshots() {
        return new ShareSnapshots(dialect);
    }

    /// What went wrong.
    public Messages messages() {
        return new Messages(dialect);
    }

    /// What projects may have.
    public ShareQuotas quotas() {
        return new ShareQuotas(dialect);
    }

    /// What is behind Manila.
    public SharePools pools() {
        return new SharePools(dialect);
    }

    /// Share groups.
    public ShareGroups groups() {
        return new ShareGroups(dialect);
    }

    /// Snapshots of share groups.
    public ShareGroupSnapshots groupSnapshots() {
        return new ShareGroupSnapshots(dialect);
    }

    /// The newest version of the API that Manila speaks: `2.73`.
    ///
    /// @throws org.moorage.api.failure.Failure.Precondition it is older than what is spoken here
    public String version(Deadline deadline) {
        return dialect.newest(deadline).toString();
    }

    /// The names of the project's share networks, or their ids where they have none, in Manila's order.
    ///
    /// @throws org.moorage.openstack.http.OpenStackError if Manila does not tell
    public List<String> networks(Deadline deadline) {
        var call = Calls.get("share_network_list", "/share-networks", Map.of(), dialect.best(deadline));
        var networks = dialect.send(call, deadline).as(Networks.class).shareNetworks();
        return Optional.ofNullable(networks).orElse(List.of()).stream()
                .map(network -> Optional.ofNullable(network.name()).orElse(network.id()))
                .toList();
    }

    /// The names of Manila's availability zones, in its order.
    ///
    /// @throws org.moorage.openstack.http.OpenStackError if Manila does not tell
    public List<String> availabilityZones(Deadline deadline) {
        var call = Calls.get("zone_list", "/availability-zones", Map.of(), dialect.best(deadline));
        var zones = dialect.send(call, deadline).as(Zones.class).availabilityZones();
        return Optional.ofNullable(zones).orElse(List.of()).stream()
                .map(Zone::name)
                .filter(Objects::nonNull)
                .toList();
    }

    record Networks(@Nullable List<Network> shareNetworks) {}

    record Network(String id, @Nullable String name) {}

    record Zones(@Nullable List<Zone> availabilityZones) {}

    record Zone(@Nullable String name) {}
}
