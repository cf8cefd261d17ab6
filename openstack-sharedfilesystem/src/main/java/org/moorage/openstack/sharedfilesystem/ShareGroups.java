package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Manila's share groups and their types, one request a method. A share enters its group when it is made, and leaves
/// it when it is deleted. Every method throws {@link OpenStackError} when the request brings no usable answer. Safe
/// for many threads.
public final class ShareGroups {
    private final Dialect dialect;

    ShareGroups(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The group types that the account sees.
    public List<ShareGroupType> types(Deadline deadline) {
        var call = Calls.get("share_group_type_list", "/share-group-types", Map.of(), version(deadline));
        return dialect.send(call, deadline).as(GroupWire.Types.class).toTypes();
    }

    /// A page of the groups in the selection, of which the share and the metadata do not count. Manila lists no more
    /// than 1000 at a time.
    public Listing<ShareGroup> list(ShareSelection selection, Deadline deadline) {
        var call = Calls.get("share_group_list", "/share-groups/detail", selection.query(), version(deadline));
        var groups = dialect.send(call, deadline).as(GroupWire.Many.class).toGroups();
        return new Listing<>(groups, selection.next(groups.size()));
    }

    /// The group of that id.
    public ShareGroup show(String id, Deadline deadline) {
        var call = Calls.get("share_group_get", path(id), Map.of(), version(deadline));
        return dialect.send(call, deadline).as(GroupWire.One.class).require(id);
    }

    /// The group of that id; empty when there is none.
    public Optional<ShareGroup> find(String id, Deadline deadline) {
        return Absent.unless(() -> show(id, deadline));
    }

    /// Asks for a group, and returns it as it stands then.
    public ShareGroup create(NewShareGroup wanted, Deadline deadline) {
        var call = Calls.post("share_group_create", "/share-groups", GroupWire.Create.of(wanted), version(deadline));
        return dialect.send(call, deadline).as(GroupWire.One.class).require(wanted.name());
    }

    /// Asks to delete the group, which must be empty.
    public void delete(String id, Deadline deadline) {
        dialect.send(Calls.delete("share_group_delete", path(id), version(deadline)), deadline);
    }

    private Optional<String> version(Deadline deadline) {
        return dialect.best(deadline, Microversion.GROUPS);
    }

    private static String path(String id) {
        return "/share-groups/" + Calls.part(id);
    }
}
