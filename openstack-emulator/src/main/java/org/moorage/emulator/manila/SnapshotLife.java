package org.moorage.emulator.manila;

import java.util.Map;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.ShareDirectories;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How snapshots come and go. Every method is called under the timeline's lock.
final class SnapshotLife {
    private final Store store;
    private final Timeline timeline;
    private final ShareDirectories directories;
    private final Quota quota;

    SnapshotLife(Store store, Timeline timeline, ShareDirectories directories, Quota quota) {
        this.store = store;
        this.timeline = timeline;
        this.directories = directories;
        this.quota = quota;
    }

    /// A new snapshot in state creating.
    Snapshot create(Share share, Share.Text text, Map<String, String> metadata) {
        if (share.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid share: Source share status must be available.");
        }
        quota.checkSnapshot(store, share.size());
        var snapshot = new Snapshot(
                Store.newId(),
                share.id(),
                text,
                share.size(),
                share.protocol(),
                Status.CREATING,
                metadata,
                timeline.now());
        store.snapshots.put(snapshot.id(), snapshot);
        timeline.later(
                Operation.CREATE_SHARE_SNAPSHOT,
                () -> directories.copy(directories.share(share.id()), directories.snapshot(snapshot.id())),
                () -> become(snapshot.id(), Status.AVAILABLE),
                () -> fail(snapshot.id(), Status.ERROR, Message.Action.CREATE));
        return snapshot;
    }

    void delete(Snapshot snapshot, boolean force) {
        if (!force && snapshot.status() != Status.AVAILABLE && snapshot.status() != Status.ERROR) {
            throw Rejection.badRequest(
                    "Invalid share snapshot: Share Snapshot status must be one of ('available', 'error').");
        }
        become(snapshot.id(), Status.DELETING);
        timeline.later(
                Operation.DELETE_SHARE_SNAPSHOT,
                () -> directories.delete(directories.snapshot(snapshot.id())),
                () -> store.snapshots.remove(snapshot.id()),
                () -> fail(snapshot.id(), Status.ERROR_DELETING, Message.Action.DELETE));
    }

    private void fail(String id, Status status, Message.Action action) {
        become(id, status);
        store.tell(timeline.now(), Message.SNAPSHOT, id, action, Message.Detail.UNKNOWN);
    }

    void become(String id, Status status) {
        store.changeSnapshot(id, old -> old.with(status));
    }
}
