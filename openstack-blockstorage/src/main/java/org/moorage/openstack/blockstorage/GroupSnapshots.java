package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's snapshots of groups, one request a method. Every method throws {@link OpenStackError} when the request
/// brings no usable answer. Safe for many threads.
public final class GroupSnapshots {
    private static final Optional<String> VERSION = Optional.of(Microversions.GROUP_SNAPSHOTS);

    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public GroupSnapshots(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// A page of the group snapshots in the selection.
    public Listing<BlockGroupSnapshot> list(Selection selection, Deadline deadline) {
        var call = Calls.get("group_snapshot_list", "/group_snapshots/detail", selection.query(), VERSION);
        return endpoint.send(call, deadline).as(GroupWire.ManySnapshots.class).toListing();
    }

    /// The group snapshot of that id.
    public BlockGroupSnapshot show(String id, Deadline deadline) {
        var call = Calls.get("group_snapshot_get", path(id), Map.of(), VERSION);
        return endpoint.send(call, deadline).as(GroupWire.OneSnapshot.class).require(id);
    }

    /// Asks for a snapshot of a group, and returns its id.
    public String create(String group, String name, String description, Deadline deadline) {
        var body = new GroupWire.Take(new GroupWire.TakeBody(group, name, description));
        var call = Calls.post("group_snapshot_create", "/group_snapshots", body, VERSION);
        return endpoint.send(call, deadline).as(GroupWire.Made.class).requireId(name);
    }

    /// Asks to delete the group snapshot with its members.
    public void delete(String id, Deadline deadline) {
        endpoint.send(Calls.delete("group_snapshot_delete", path(id), VERSION), deadline);
    }

    private static String path(String id) {
        return "/group_snapshots/" + Calls.part(id);
    }
}
