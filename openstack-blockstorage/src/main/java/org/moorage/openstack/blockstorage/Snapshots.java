package org.moorage.openstack.blockstorage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's snapshots, one request a method. Every method throws {@link OpenStackError} when the request brings
/// no usable answer. Safe for many threads.
public final class Snapshots {
    private final Endpoint endpoint;
    private final Optional<String> version;

    /// @param endpoint the block-storage service of one cloud
    /// @param plain    whether to read in the oldest version, for a Cinder that knows no newer; snapshots do not
    ///     tell their group snapshot then
    public Snapshots(Endpoint endpoint, boolean plain) {
        this.endpoint = endpoint;
        this.version = plain ? Optional.empty() : Optional.of(Microversions.GROUP_SNAPSHOTS);
    }

    /// A page of the snapshots in the selection, with their details.
    public Listing<BlockSnapshot> list(Selection selection, Deadline deadline) {
        var call = Calls.get("snapshot_list", "/snapshots/detail", selection.query(), version);
        return endpoint.send(call, deadline).as(SnapshotWire.Many.class).toListing();
    }

    /// A page of the members of a group snapshot. A Cinder that does not know this filter passes it over, so what
    /// comes must be looked at.
    public Listing<BlockSnapshot> ofGroup(String groupSnapshot, Optional<String> marker, Deadline deadline) {
        var query = new LinkedHashMap<>(Selection.everything().page(marker, 0).query());
        query.put("group_snapshot_id", List.of(groupSnapshot));
        var call = Calls.get("snapshot_list", "/snapshots/detail", query, Optional.of(Microversions.GROUP_SNAPSHOTS));
        return endpoint.send(call, deadline).as(SnapshotWire.Many.class).toListing();
    }

    /// The snapshot of that id.
    public BlockSnapshot show(String id, Deadline deadline) {
        var call = Calls.get("snapshot_get", path(id), Map.of(), version);
        return endpoint.send(call, deadline).as(SnapshotWire.One.class).require(id);
    }

    /// Asks for a snapshot, and returns it as it stands then, mostly `creating`.
    public BlockSnapshot create(NewSnapshot wanted, Deadline deadline) {
        var call = Calls.post("snapshot_create", "/snapshots", SnapshotWire.Create.of(wanted), Optional.empty());
        return endpoint.send(call, deadline).as(SnapshotWire.One.class).require(wanted.name());
    }

    /// Asks to delete the snapshot.
    public void delete(String id, Deadline deadline) {
        endpoint.send(Calls.delete("snapshot_delete", path(id), Optional.empty()), deadline);
    }

    private static String path(String id) {
        return "/snapshots/" + Calls.part(id);
    }
}
