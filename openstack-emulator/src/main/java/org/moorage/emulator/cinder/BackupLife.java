package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How backups come and go. Every method is called under the timeline's lock.
final class BackupLife {
    private static final Set<Status> DELETABLE = Set.of(Status.AVAILABLE, Status.ERROR);

    private final Store store;
    private final Timeline timeline;
    private final VolumeFiles files;
    private boolean served = true;

    BackupLife(Store store, Timeline timeline, VolumeFiles files) {
        this.store = store;
        this.timeline = timeline;
        this.files = files;
    }

    /// Says whether a backup service runs; without one every backup is accepted and fails.
    void serve(boolean running) {
        served = running;
    }

    /// A new backup in state creating; the snapshot that it is made of is `backing-up` meanwhile.
    Backup create(BackupSpec spec) {
        var volume = store.requireVolume(spec.volumeId());
        var snapshot = spec.snapshotId().map(store::requireSnapshot).orElse(null);
        requireReadable(volume, snapshot, spec.force());
        Quota.checkBackup(store.backups.size(), store.usedBackupGigabytes(), volume.size());
        var parent = spec.incremental() ? parent(spec.volumeId(), snapshot) : null;
        var now = timeline.now();
        var backup = new Backup(
                Store.newId(),
                volume.id(),
                spec.snapshotId().orElse(null),
                parent,
                spec.text(),
                volume.size(),
                Status.CREATING,
                spec.metadata(),
                snapshot == null ? now : snapshot.createdAt(),
                null,
                now,
                now);
        store.backups.put(backup.id(), backup);
        var before = volume.status();
        if (snapshot == null) {
            becomeVolume(volume.id(), Status.BACKING_UP);
        } else {
            becomeSnapshot(snapshot.id(), Status.BACKING_UP);
        }
        Runnable release = () -> {
            if (snapshot == null) {
                becomeVolume(volume.id(), before);
            } else {
                becomeSnapshot(snapshot.id(), Status.AVAILABLE);
            }
        };
        run(backup, snapshot, release);
        return backup;
    }

    private void run(Backup backup, @Nullable Snapshot snapshot, Runnable release) {
        if (!served) {
            timeline.halfway(() -> {
                release.run();
                fail(backup.id(), "Service not found for creating backup.");
            });
            return;
        }
        var data = snapshot == null ? files.volume(backup.volumeId()) : files.snapshot(snapshot.id());
        timeline.later(
                Operation.CREATE_BACKUP,
                () -> files.copy(data, files.backup(backup.id())),
                () -> {
                    release.run();
                    become(backup.id(), Status.AVAILABLE);
                },
                () -> {
                    release.run();
                    fail(backup.id(), "The backup target is out of reach.");
                });
    }

    private static void requireReadable(Volume volume, @Nullable Snapshot snapshot, boolean force) {
        if (snapshot != null) {
            if (snapshot.status() != Status.AVAILABLE) {
                throw Rejection.badRequest("Invalid snapshot: Snapshot to be backed up must be available, but the"
                        + " current status is \"" + snapshot.status() + "\".");
            }
            return;
        }
        if (volume.status() != Status.AVAILABLE && volume.status() != Status.IN_USE) {
            throw Rejection.badRequest("Invalid volume: Volume to be backed up must be available or in-use, but the"
                    + " current status is \"" + volume.status() + "\".");
        }
        if (volume.status() == Status.IN_USE && !force) {
            throw Rejection.badRequest("Invalid volume: Backing up an in-use volume must use the force flag.");
        }
    }

    /// The latest backup of the volume, of those older than the snapshot when there are some.
    private String parent(String volumeId, @Nullable Snapshot snapshot) {
        Comparator<Backup> latest = Comparator.comparing(backup ->
                snapshot == null || backup.dataAt().isBefore(snapshot.createdAt()) ? backup.dataAt() : Instant.MIN);
        var parent = store.backups.values().stream()
                .filter(backup -> backup.volumeId().equals(volumeId))
                .max(latest)
                .orElseThrow(() ->
                        Rejection.badRequest("Invalid backup: No backups available to do an incremental backup."));
        if (parent.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid backup: The parent backup must be available for incremental backup.");
        }
        return parent.id();
    }

    void delete(String id) {
        var backup = store.requireBackup(id);
        if (!DELETABLE.contains(backup.status())) {
            throw Rejection.badRequest("Invalid backup: Backup status must be available or error");
        }
        if (store.hasDependentBackups(id)) {
            throw Rejection.badRequest("Invalid backup: Incremental backups exist for this backup.");
        }
        become(id, Status.DELETING);
        timeline.later(
                Operation.DELETE_BACKUP,
                () -> files.delete(files.backup(id)),
                () -> store.backups.remove(id),
                () -> become(id, Status.ERROR_DELETING));
    }

    void become(String id, Status status) {
        store.changeBackup(id, old -> old.with(status, timeline.now()));
    }

    private void fail(String id, String reason) {
        store.changeBackup(id, old -> old.failed(reason, timeline.now()));
    }

    private void becomeVolume(String id, Status status) {
        store.change(id, old -> old.with(status, timeline.now()));
    }

    private void becomeSnapshot(String id, Status status) {
        store.changeSnapshot(id, old -> old.with(status, timeline.now()));
    }
}
