package org.moorage.cinder;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BackupStatus;
import org.moorage.openstack.blockstorage.BlockBackup;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.SnapshotStatus;

/// What CSI calls a snapshot: a snapshot of Cinder's, or a backup.
sealed interface Copy {
    /// A snapshot.
    record OfSnapshot(BlockSnapshot snapshot) implements Copy {}

    /// A backup.
    record OfBackup(BlockBackup backup) implements Copy {}

    /// The snapshot or the backup of that id. Both are asked for only when it is not known which it is.
    ///
    /// @param what what is being done, for messages
    static Optional<Copy> find(CinderCloud cloud, String what, String id, Deadline deadline) {
        if (cloud.kinds().mayBe(id, SnapshotKinds.Kind.SNAPSHOT)) {
            var snapshot = Answers.find(what, () -> cloud.snapshots().show(id, deadline));
            if (snapshot.isPresent()) {
                cloud.kinds().learn(id, SnapshotKinds.Kind.SNAPSHOT);
                return snapshot.map(OfSnapshot::new);
            }
        }
        if (!cloud.kinds().mayBe(id, SnapshotKinds.Kind.BACKUP)) {
            return Optional.empty();
        }
        var backup = Answers.find(what, () -> cloud.backups().show(id, deadline));
        backup.ifPresent(_ -> cloud.kinds().learn(id, SnapshotKinds.Kind.BACKUP));
        return backup.map(OfBackup::new);
    }

    /// As the callers of CSI see it; empty when it is on its way out, or only serves a backup that is being made.
    default Optional<Snapshot> shown() {
        return switch (this) {
            case OfSnapshot(var snapshot) ->
                snapshot.status() == SnapshotStatus.Known.DELETING || SnapshotCreation.isForBackup(snapshot)
                        ? Optional.empty()
                        : Optional.of(answer(snapshot));
            case OfBackup(var backup) ->
                backup.status() == BackupStatus.Known.DELETING ? Optional.empty() : Optional.of(answer(backup));
        };
    }

    /// A snapshot as the callers of CSI see it.
    static Snapshot answer(BlockSnapshot snapshot) {
        return new Snapshot(
                new SnapshotId(snapshot.id()),
                new VolumeId(snapshot.volume()),
                snapshot.size(),
                snapshot.createdAt(),
                snapshot.status() == SnapshotStatus.Known.AVAILABLE,
                snapshot.group().map(GroupSnapshotId::new));
    }

    /// A backup as the callers of CSI see it. One that a volume is being made of is whole.
    static Snapshot answer(BlockBackup backup) {
        return new Snapshot(
                new SnapshotId(backup.id()),
                new VolumeId(backup.volume()),
                backup.size(),
                backup.dataAt(),
                backup.status() == BackupStatus.Known.AVAILABLE || backup.status() == BackupStatus.Known.RESTORING);
    }
}
