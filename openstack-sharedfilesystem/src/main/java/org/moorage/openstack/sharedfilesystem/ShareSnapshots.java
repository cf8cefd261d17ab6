package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Bytes;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.wire.Timestamps;

/// Manila's snapshots of shares, one request a method. Every method throws {@link OpenStackError} when the request
/// brings no usable answer. Safe for many threads.
public final class ShareSnapshots {
    private final Dialect dialect;

    ShareSnapshots(Dialect dialect) {
        this.dialect = dialect;
    }

    /// A page of the snapshots in the selection, with their details. A Manila before 2.73 passes the selection's
    /// metadata over.
    public Listing<ShareSnapshot> list(ShareSelection selection, Deadline deadline) {
        var call = Calls.get("snapshot_list", "/snapshots/detail", selection.query(), version(deadline));
        var bodies = dialect.send(call, deadline).as(Many.class).snapshots();
        var snapshots = Optional.ofNullable(bodies).orElse(List.of()).stream()
                .map(Body::toSnapshot)
                .toList();
        return new Listing<>(snapshots, selection.next(snapshots.size()));
    }

    /// The snapshots of exactly that name.
    public List<ShareSnapshot> named(String name, Deadline deadline) {
        return list(ShareSelection.everything().named(name), deadline).entries();
    }

    /// The snapshot of that id.
    public ShareSnapshot show(String id, Deadline deadline) {
        var call = Calls.get("snapshot_get", path(id), Map.of(), version(deadline));
        return dialect.send(call, deadline).as(One.class).require(id);
    }

    /// The snapshot of that id; empty when there is none.
    public Optional<ShareSnapshot> find(String id, Deadline deadline) {
        return Absent.unless(() -> show(id, deadline));
    }

    /// Asks for a snapshot, and returns it as it stands then, mostly `creating`.
    public ShareSnapshot create(NewShareSnapshot wanted, Deadline deadline) {
        var body = new Create(new CreateBody(
                wanted.share(),
                wanted.name(),
                wanted.description(),
                metadataKept(deadline) && !wanted.metadata().isEmpty() ? wanted.metadata() : null));
        var call = Calls.post("snapshot_create", "/snapshots", body, version(deadline));
        return dialect.send(call, deadline).as(One.class).require(wanted.name());
    }

    /// Asks to delete the snapshot.
    public void delete(String id, Deadline deadline) {
        dialect.send(Calls.delete("snapshot_delete", path(id), dialect.best(deadline)), deadline);
    }

    /// Whether Manila keeps metadata of snapshots (2.73).
    public boolean metadataKept(Deadline deadline) {
        return dialect.speaks(Microversion.SNAPSHOT_METADATA, deadline);
    }

    private Optional<String> version(Deadline deadline) {
        return dialect.best(deadline, Microversion.SNAPSHOT_METADATA);
    }

    private static String path(String id) {
        return "/snapshots/" + Calls.part(id);
    }

    record One(@Nullable Body snapshot) {
        ShareSnapshot require(String id) {
            if (snapshot == null) {
                throw Absent.error("snapshot", id);
            }
            return snapshot.toSnapshot();
        }
    }

    record Many(@Nullable List<Body> snapshots) {}

    record Body(
            String id,
            @Nullable String name,
            @Nullable String description,
            @Nullable String status,
            String shareId,
            long shareSize,
            @Nullable String shareProto,
            @Nullable Map<String, String> metadata,
            @Nullable String createdAt) {
        ShareSnapshot toSnapshot() {
            return new ShareSnapshot(
                    id,
                    Objects.requireNonNullElse(name, ""),
                    Objects.requireNonNullElse(description, ""),
                    ShareStatus.shown(status),
                    shareId,
                    Bytes.ofGib(shareSize),
                    Optional.ofNullable(shareProto),
                    Optional.ofNullable(metadata).orElse(Map.of()),
                    Timestamps.parse(createdAt));
        }
    }

    record Create(CreateBody snapshot) {}

    record CreateBody(
            String shareId,
            String name,
            String description,
            @Nullable Map<String, String> metadata) {}
}
