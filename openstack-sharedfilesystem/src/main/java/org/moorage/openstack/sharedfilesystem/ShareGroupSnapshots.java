package org.moorage.openstack.sharedfilesystem;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Manila's snapshots of share groups, one request a method. Every method throws {@link OpenStackError} when the
/// request brings no usable answer. Safe for many threads.
public final class ShareGroupSnapshots {
    private final Dialect dialect;

    ShareGroupSnapshots(Dialect dialect) {
        this.dialect = dialect;
    }

    /// A page of the group snapshots in the selection, of which the share and the metadata do not count. Manila lists
    /// no more than 1000 at a time.
    public Listing<ShareGroupSnapshot> list(ShareSelection selection, Deadline deadline) {
        var call = Calls.get(
                "share_group_snapshot_list", "/share-group-snapshots/detail", selection.query(), version(deadline));
        var snapshots =
                dialect.send(call, deadline).as(GroupWire.ManySnapshots.class).toSnapshots();
        return new Listing<>(snapshots, selection.next(snapshots.size()));
    }

    /// The group snapshot of that id, with its members.
    public ShareGroupSnapshot show(String id, Deadline deadline) {
        var call = Calls.get("share_group_snapshot_get", path(id), Map.of(), version(deadline));
        return dialect.send(call, deadline).as(GroupWire.OneSnapshot.class).require(id);
    }

    /// The group snapshot of that id; empty when there is none.
    public Optional<ShareGroupSnapshot> find(String id, Deadline deadline) {
        return Absent.unless(() -> show(id, deadline));
    }

    /// Asks for a snapshot of the group, and returns it as it stands then.
    public ShareGroupSnapshot create(String group, String name, String description, Deadline deadline) {
        var body = new GroupWire.Take(new GroupWire.TakeBody(group, name, description));
        var call = Calls.post("share_group_snapshot_create", "/share-group-snapshots", body, version(deadline));
        return dialect.send(call, deadline).as(GroupWire.OneSnapshot.class).require(name);
    }

    /// Asks to delete the group snapshot with its members.
    public void delete(String id, Deadline deadline) {
        dialect.send(Calls.delete("share_group_snapshot_delete", path(id), version(deadline)), deadline);
    }

    private Optional<String> version(Deadline deadline) {
        return dialect.best(deadline, Microversion.GROUPS);
    }

    private static String path(String id) {
        return "/share-group-snapshots/" + Calls.part(id);
    }
}
