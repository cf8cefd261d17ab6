package org.moorage.openstack.sharedfilesystem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Manila's shares, one request a method. Every method throws {@link OpenStackError} when the request brings no usable
/// answer. Safe for many threads.
public final class Shares {
    private final Dialect dialect;

    Shares(Dialect dialect) {
        this.dialect = dialect;
    }

    /// A page of the shares in the selection, with their details. Shares in the recycle bin are not among them.
    public Listing<Share> list(ShareSelection selection, Deadline deadline) {
        var call = Calls.get("share_list", "/shares/detail", selection.query(), version(deadline));
        var shares = dialect.send(call, deadline).as(ShareWire.Many.class).toShares();
        return new Listing<>(shares, selection.next(shares.size()));
    }

    /// The newest shares, and whether they are all that the project has (2.42).
    ///
    /// @param most how many at most
    public NewestShares newest(int most, Deadline deadline) {
        var query = new LinkedHashMap<>(
                ShareSelection.everything().newestFirst().page(0, most).query());
        query.put("with_count", List.of("true"));
        var version = dialect.best(deadline, Microversion.RECYCLE_BIN, Microversion.COUNT);
        return dialect.send(Calls.get("share_list", "/shares/detail", query, version), deadline)
                .as(ShareWire.Many.class)
                .toNewest();
    }

    /// The shares of exactly that name.
    public List<Share> named(String name, Deadline deadline) {
        return list(ShareSelection.everything().named(name), deadline).entries();
    }

    /// The share of that id.
    public Share show(String id, Deadline deadline) {
        var call = Calls.get("share_get", path(id), Map.of(), version(deadline));
        return dialect.send(call, deadline).as(ShareWire.One.class).require(id);
    }

    /// The share of that id; empty when there is none.
    public Optional<Share> find(String id, Deadline deadline) {
        return Absent.unless(() -> show(id, deadline));
    }

    /// Asks for a share, and returns it as it stands then, mostly `creating`.
    ///
    /// @throws Failure.Invalid there are hints, and Manila is too old to take them (2.65)
    public Share create(NewShare wanted, Deadline deadline) {
        var version = wanted.hints().equals(ShareHints.NONE)
                ? dialect.best(deadline)
                : dialect.require(Microversion.HINTS, "putting a share beside others or away from them", deadline);
        var call = Calls.post("share_create", "/shares", ShareWire.Create.of(wanted), version);
        return dialect.send(call, deadline).as(ShareWire.One.class).require(wanted.name());
    }

    /// Asks to delete the share.
    ///
    /// @param group the share group that it belongs to, without which Manila refuses to delete a member
    public void delete(String id, Optional<String> group, Deadline deadline) {
        var query = group.map(one -> Map.of("share_group_id", List.of(one))).orElse(Map.of());
        dialect.send(Calls.delete("share_delete", path(id), query, dialect.best(deadline)), deadline);
    }

    /// Asks to grow the share.
    public void extend(String id, Bytes size, Deadline deadline) {
        act("share_extend", id, new ShareWire.Extend(new ShareWire.Resize(size.gibRoundedUp())), deadline);
    }

    /// Asks to shrink the share. Manila refuses it, by the status that it then shows, when the data needs more room.
    public void shrink(String id, Bytes size, Deadline deadline) {
        act("share_shrink", id, new ShareWire.Shrink(new ShareWire.Resize(size.gibRoundedUp())), deadline);
    }

    /// Adds these entries to the share's metadata, in place of those of the same keys; others stay.
    public void putMetadata(String id, Map<String, String> entries, Deadline deadline) {
        var body = Map.of("metadata", entries);
        var call = Calls.repeatablePost("share_metadata_update", path(id) + "/metadata", body, dialect.best(deadline));
        dialect.send(call, deadline);
    }

    /// Takes the entry of that key out of the share's metadata; nothing happens when there is none.
    public void removeMetadata(String id, String key, Deadline deadline) {
        var path = path(id) + "/metadata/" + Calls.part(key);
        Absent.ignored(
                () -> dialect.send(Calls.delete("share_metadata_delete", path, dialect.best(deadline)), deadline));
    }

    private void act(String operation, String id, Object body, Deadline deadline) {
        dialect.send(Calls.post(operation, path(id) + "/action", body, dialect.best(deadline)), deadline);
    }

    private Optional<String> version(Deadline deadline) {
        return dialect.best(deadline, Microversion.RECYCLE_BIN);
    }

    static String path(String id) {
        return "/shares/" + Calls.part(id);
    }
}
