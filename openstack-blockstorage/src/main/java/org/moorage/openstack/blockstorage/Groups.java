package org.moorage.openstack.blockstorage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's generic groups of volumes and their types, one request a method. Every method throws
/// {@link OpenStackError} when the request brings no usable answer. Safe for many threads.
public final class Groups {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public Groups(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The types that the account sees.
    public List<GroupType> types(Deadline deadline) {
        var call = Calls.get("group_type_list", "/group_types", Map.of(), Optional.of(Microversions.GROUP_TYPES));
        return endpoint.send(call, deadline).as(GroupWire.Types.class).toTypes();
    }

    /// A page of the groups in the selection, without their volumes.
    public Listing<BlockGroup> list(Selection selection, Deadline deadline) {
        var call = Calls.get("group_list", "/groups/detail", selection.query(), Optional.of(Microversions.GROUPS));
        return endpoint.send(call, deadline).as(GroupWire.Many.class).toListing();
    }

    /// The group of that id, with its volumes.
    public BlockGroup show(String id, Deadline deadline) {
        var query = Map.of("list_volume", List.of("true"));
        var call = Calls.get("group_get", path(id), query, Optional.of(Microversions.GROUP_VOLUMES));
        return endpoint.send(call, deadline).as(GroupWire.One.class).require(id);
    }

    /// Asks for a group, and returns its id.
    public String create(NewGroup wanted, Deadline deadline) {
        var call =
                Calls.post("group_create", "/groups", GroupWire.Create.of(wanted), Optional.of(Microversions.GROUPS));
        return endpoint.send(call, deadline).as(GroupWire.Made.class).requireId(wanted.name());
    }

    /// Asks to put volumes into the group.
    public void add(String id, Collection<String> volumes, Deadline deadline) {
        update(id, new GroupWire.UpdateBody(null, String.join(",", volumes), null), deadline);
    }

    /// Asks to take volumes out of the group; they stay.
    public void remove(String id, Collection<String> volumes, Deadline deadline) {
        update(id, new GroupWire.UpdateBody(null, null, String.join(",", volumes)), deadline);
    }

    /// Changes the group's description.
    public void describe(String id, String description, Deadline deadline) {
        update(id, new GroupWire.UpdateBody(description, null, null), deadline);
    }

    /// Asks to delete the group, which must be empty.
    public void delete(String id, Deadline deadline) {
        var body = new GroupWire.Action(new GroupWire.DeleteBody(false));
        endpoint.send(
                Calls.post("group_delete", path(id) + "/action", body, Optional.of(Microversions.GROUPS)), deadline);
    }

    private void update(String id, GroupWire.UpdateBody body, Deadline deadline) {
        endpoint.send(
                new Call(
                        "group_update",
                        Call.Method.PUT,
                        path(id),
                        Map.of(),
                        Optional.of(new GroupWire.Update(body)),
                        Optional.of(Microversions.GROUPS),
                        Call.Repeat.ONLY_IF_REFUSED),
                deadline);
    }

    private static String path(String id) {
        return "/groups/" + Calls.part(id);
    }
}
