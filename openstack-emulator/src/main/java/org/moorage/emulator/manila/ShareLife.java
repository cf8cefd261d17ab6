package org.moorage.emulator.manila;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.ShareDirectories;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How shares come, change their size and go. Every method is called under the timeline's lock.
final class ShareLife {
    private static final Set<Status> DELETABLE = Set.of(Status.AVAILABLE, Status.ERROR, Status.INACTIVE);
    private static final String NOT_DELETABLE = "Invalid share: %(reason)s.";

    private final Store store;
    private final Timeline timeline;
    private final ShareDirectories directories;
    private final Exports exports;
    private final Quota quota;
    private final Pools pools;

    ShareLife(Store store, Timeline timeline, ShareDirectories directories, Exports exports, Quota quota, Pools pools) {
        this.store = store;
        this.timeline = timeline;
        this.directories = directories;
        this.exports = exports;
        this.quota = quota;
        this.pools = pools;
    }

    /// A new share in state creating.
    ///
    /// @param data the directory whose files it starts with, if any
    Share create(ShareSpec spec, @Nullable Path data) {
        quota.checkShare(store, spec.size());
        var share = new Share(
                Store.newId(),
                spec.text(),
                spec.size(),
                spec.protocol(),
                Status.CREATING,
                spec.zone().orElse(null),
                spec.type(),
                spec.networkId().orElse(null),
                spec.origin(),
                spec.metadata(),
                RuleState.ACTIVE,
                false,
                null,
                timeline.now());
        store.shares.put(share.id(), share);
        var zone = pools.place(share);
        if (zone.isEmpty()) {
            Runnable refuse = () -> fail(share.id(), Message.Action.ALLOCATE_HOST, pools.refusal(share));
            timeline.later(Operation.CREATE_SHARE, () -> {}, refuse, refuse);
        } else if (share.networkId() != null && !spec.type().is(ShareType.SERVERS)) {
            Runnable refuse = () -> fail(share.id(), Message.Action.CREATE, Message.Detail.UNEXPECTED_NETWORK);
            timeline.later(Operation.CREATE_SHARE, () -> {}, refuse, refuse);
        } else {
            fill(share, zone.get(), data);
        }
        return share;
    }

    private void fill(Share share, String zone, @Nullable Path data) {
        var directory = directories.share(share.id());
        if (data != null) {
            timeline.halfway(() -> store.change(
                    share.id(),
                    old -> old.status() == Status.CREATING
                            ? old.placed(zone).with(Status.CREATING_FROM_SNAPSHOT)
                            : old));
        }
        timeline.later(
                data == null ? Operation.CREATE_SHARE : Operation.CREATE_SHARE_FROM_SNAPSHOT,
                () -> {
                    if (data == null) {
                        directories.make(directory);
                    } else {
                        directories.copy(data, directory);
                    }
                },
                () -> {
                    store.change(
                            share.id(), old -> exports.told(old).placed(zone).with(Status.AVAILABLE));
                    store.exports.put(share.id(), exports.of(share, directories, timeline.now()));
                },
                detail -> {
                    var refused = Message.Detail.byScheduler(detail) || detail.equals("003");
                    if (!refused) {
                        store.change(share.id(), old -> old.placed(zone));
                    }
                    fail(
                            share.id(),
                            refused && !detail.equals("003") ? Message.Action.ALLOCATE_HOST : Message.Action.CREATE,
                            Message.Detail.of(detail));
                });
    }

    private void fail(String id, Message.Action action, Message.Detail detail) {
        become(id, Status.ERROR);
        store.tell(timeline.now(), Message.SHARE, id, action, detail);
    }

    /// Begins to delete a share that is fit for it.
    ///
    /// @param force whatever its state
    void delete(Share share, boolean force) {
        // The reason is lost on the way out: the answer shows the bare pattern of the text.
        var busy = !force && !DELETABLE.contains(share.status());
        if (busy || store.hasSnapshots(share.id())) {
            throw new Rejection(403, NOT_DELETABLE);
        }
        if (!share.scheduled()) {
            store.forget(share.id());
            return;
        }
        become(share.id(), Status.DELETING);
        timeline.later(
                Operation.DELETE_SHARE,
                () -> directories.delete(directories.share(share.id())),
                () -> {
                    // The instance, which bears the status, goes first.
                    become(share.id(), Status.VANISHING);
                    timeline.halfway(() -> store.forget(share.id()));
                },
                () -> {
                    become(share.id(), Status.ERROR_DELETING);
                    store.tell(
                            timeline.now(), Message.SHARE, share.id(), Message.Action.DELETE, Message.Detail.UNKNOWN);
                });
    }

    /// Puts a share that is fit for it into the recycle bin.
    void bin(Share share) {
        if (share.binnedAt() != null) {
            throw new Rejection(403, "Invalid share: The share has been soft deleted already.");
        }
        if (!DELETABLE.contains(share.status())) {
            throw new Rejection(403, "Invalid share: Share status must be one of ('available', 'error', 'inactive').");
        }
        var snapshots = store.snapshotsOf(share.id()).size();
        if (snapshots > 0) {
            throw new Rejection(403, "Invalid share: Share still has " + snapshots + " dependent snapshots.");
        }
        store.change(share.id(), old -> old.binned(timeline.now()));
    }

    /// Begins to grow a share that is fit for it.
    void extend(Share share, int newSize) {
        if (share.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid share: Share " + share.id()
                    + " status must be 'available' to extend, but current status is: " + share.status() + ".");
        }
        if (newSize <= share.size()) {
            throw Rejection.badRequest("Invalid input received: New size for extend must be greater than current size."
                    + " (current: " + share.size() + ", extended: " + newSize + ").");
        }
        quota.checkGrowth(store, newSize, newSize - share.size());
        become(share.id(), Status.EXTENDING);
        timeline.later(Operation.EXTEND_SHARE, () -> {}, () -> resized(share.id(), newSize), reason -> {
            var refused = Message.Detail.byScheduler(reason);
            become(share.id(), refused ? Status.AVAILABLE : Status.EXTENDING_ERROR);
            store.tell(
                    timeline.now(),
                    Message.SHARE,
                    share.id(),
                    Message.Action.EXTEND,
                    refused ? Message.Detail.of(reason) : Message.Detail.EXTEND);
        });
    }

    void shrink(Share share, int newSize) {
        if (share.status() != Status.AVAILABLE && share.status() != Status.SHRINKING_POSSIBLE_DATA_LOSS_ERROR) {
            throw Rejection.badRequest("Invalid share: Share " + share.id()
                    + " status must in (available, shrinking_possible_data_loss_error) to shrink, but current status"
                    + " is: " + share.status() + ".");
        }
        if (newSize >= share.size() || newSize <= 0) {
            throw Rejection.badRequest("Invalid input received: New size for shrink must be less than current size and"
                    + " greater than 0 (current: " + share.size() + ", new: " + newSize + ").");
        }
        become(share.id(), Status.SHRINKING);
        timeline.later(
                Operation.SHRINK_SHARE,
                () -> {},
                () -> resized(share.id(), newSize),
                () -> become(share.id(), Status.SHRINKING_ERROR));
    }

    /// Shows the new state first and the new size a moment later, as Manila writes them.
    private void resized(String id, int newSize) {
        become(id, Status.AVAILABLE);
        timeline.halfway(() -> store.change(id, old -> old.with(newSize)));
    }

    /// Begins to give a share back what it held when its newest snapshot was taken.
    void revert(Share share, Snapshot snapshot) {
        become(share.id(), Status.REVERTING);
        store.changeSnapshot(snapshot.id(), old -> old.with(Status.RESTORING));
        timeline.later(
                Operation.REVERT_SHARE,
                () -> directories.replace(directories.snapshot(snapshot.id()), directories.share(share.id())),
                () -> {
                    store.change(share.id(), old -> old.with(snapshot.size()).with(Status.AVAILABLE));
                    store.changeSnapshot(snapshot.id(), old -> old.with(Status.AVAILABLE));
                },
                () -> {
                    become(share.id(), Status.REVERTING_ERROR);
                    store.changeSnapshot(snapshot.id(), old -> old.with(Status.AVAILABLE));
                    store.tell(
                            timeline.now(), Message.SHARE, share.id(), Message.Action.REVERT, Message.Detail.UNKNOWN);
                });
    }

    void become(String id, Status status) {
        store.change(id, old -> old.with(status));
    }

    /// The directory of a snapshot from which a share is made.
    Optional<Path> data(Share.Origin origin) {
        return Optional.ofNullable(origin.snapshotId()).map(directories::snapshot);
    }
}
