package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How snapshots come and go. Every method is called under the timeline's lock.
final class SnapshotLife {
    private static final Set<Status> DELETABLE = Set.of(Status.AVAILABLE, Status.ERROR);

    private final Store store;
    private final Timeline timeline;
    private final VolumeFiles files;
    private final Quota quota;

    SnapshotLife(Store store, Timeline timeline, VolumeFiles files, Quota quota) {
        this.store = store;
        this.timeline = timeline;
        this.files = files;
        this.quota = quota;
    }

    /// A new snapshot in state creating.
    ///
    /// @param force whether the volume may be in use
    Snapshot create(String volumeId, Volume.Text text, Map<String, String> metadata, boolean force) {
        var volume = store.requireVolume(volumeId);
        if (volume.status() != Status.AVAILABLE && !(force && volume.status() == Status.IN_USE)) {
            throw Rejection.badRequest("Invalid volume: Volume " + volumeId + " status must be "
                    + (force ? "available, in-use" : "available") + ", but current status is: " + volume.status()
                    + ".");
        }
        quota.checkSnapshot(store, volume.size());
        var snapshot = new Snapshot(
                Store.newId(), volumeId, text, volume.size(), Status.CREATING, metadata, timeline.now(), null);
        store.snapshots.put(snapshot.id(), snapshot);
        timeline.later(
                Operation.CREATE_SNAPSHOT,
                () -> files.copy(files.volume(volumeId), files.snapshot(snapshot.id())),
                () -> become(snapshot.id(), Status.AVAILABLE),
                () -> {
                    become(snapshot.id(), Status.ERROR);
                    store.tell(
                            timeline.now(),
                            "VOLUME_SNAPSHOT",
                            snapshot.id(),
                            "009_013",
                            "create snapshot:Snapshot failed to create.");
                });
        return snapshot;
    }

    void delete(String id) {
        var snapshot = store.requireSnapshot(id);
        if (!DELETABLE.contains(snapshot.status()) || store.groupSnapshotOf.containsKey(id)) {
            throw Rejection.badRequest("Invalid snapshot: Snapshot status must be available or error and must not be"
                    + " part of a group.");
        }
        become(id, Status.DELETING);
        timeline.later(
                Operation.DELETE_SNAPSHOT,
                () -> files.delete(files.snapshot(id)),
                () -> store.snapshots.remove(id),
                () -> become(id, Status.ERROR_DELETING));
    }

    Instant now() {
        return timeline.now();
    }

    void become(String id, Status status) {
        store.changeSnapshot(id, old -> old.with(status, timeline.now()));
    }
}
