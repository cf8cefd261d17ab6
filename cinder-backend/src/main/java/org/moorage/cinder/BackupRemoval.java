package org.moorage.cinder;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BackupStatus;
import org.moorage.openstack.blockstorage.BlockBackup;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.watch.Wait;

/// Deletes backups and sees to it that they are gone.
final class BackupRemoval {
    private static final int TRIES = 3;

    private BackupRemoval() {}

    /// Deletes the backup, and the snapshot that it was made of if that is left; one that is not there is a success.
    ///
    /// @throws Failure.Precondition later backups add to it, which are named
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Cinder failed to delete it
    static void delete(CinderCloud cloud, String id, Deadline deadline) {
        var what = "delete backup " + id;
        for (var tries = 1; ; tries++) {
            var backup = Answers.find(what, () -> cloud.backups().show(id, deadline));
            if (backup.isEmpty()) {
                return;
            }
            cloud.kinds().learn(id, SnapshotKinds.Kind.BACKUP);
            if (requireDeletable(cloud, what, backup.get(), deadline)) {
                awaitGone(cloud, id, deadline);
                return;
            }
            // First what nobody could find any more without the backup.
            discardSource(cloud, backup.get(), deadline);
            switch (Answers.ask(what, () -> cloud.backups().delete(id, deadline))) {
                case Asked.Granted<Boolean> _ -> {
                    awaitGone(cloud, id, deadline);
                    return;
                }
                case Asked.Refused<Boolean> refused
                when refused.status() == 404 -> {
                    return;
                }
                case Asked.Refused<Boolean> refused
                when refused.status() != 400 && refused.status() != 409 -> throw refused.failure();
                case Asked.Refused<Boolean> refused -> {
                    if (tries == TRIES) {
                        throw new Failure.Aborted(what + ": " + refused.words());
                    }
                }
            }
        }
    }

    /// Removes a backup that Cinder failed to make, and returns once it is gone.
    ///
    /// @throws Failure.Unavailable it could not be removed: a later try has to find it
    static void discard(CinderCloud cloud, String id, Deadline deadline) {
        try {
            delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a backup that could not be made is still there: " + stuck.getMessage(), stuck);
        }
    }

    /// Removes the snapshot that the backup was made of, if it is still there and serves nothing else.
    static void discardSource(CinderCloud cloud, BlockBackup backup, Deadline deadline) {
        var what = "remove the snapshot of backup " + backup.id();
        backup.snapshot()
                .flatMap(id -> Answers.find(what, () -> cloud.snapshots().show(id, deadline)))
                .filter(snapshot -> serves(snapshot, backup))
                .ifPresent(snapshot -> SnapshotRemoval.discard(cloud, snapshot.id(), deadline));
    }

    /// A driver for CSI, this one or the Go driver, made both of them: it gives both the same name and cluster, and
    /// its backups a mark.
    private static boolean serves(BlockSnapshot snapshot, BlockBackup backup) {
        var cluster = backup.metadata().get(CinderNames.CLUSTER);
        return cluster != null
                && cluster.equals(snapshot.metadata().get(CinderNames.CLUSTER))
                && SnapshotParameters.BACKUP.equals(backup.metadata().get(SnapshotParameters.TYPE))
                && snapshot.name().equals(backup.name())
                && snapshot.volume().equals(backup.volume());
    }

    /// @return whether it is being deleted already
    private static boolean requireDeletable(CinderCloud cloud, String what, BlockBackup backup, Deadline deadline) {
        return switch (backup.status()) {
            case BackupStatus.Known.DELETING -> true;
            case BackupStatus.Known.ERROR_DELETING ->
                throw new Failure.Broken(what + ": Cinder could not, its status is error_deleting"
                        + backup.failReason().map(reason -> ": " + reason).orElse("")
                        + "; an administrator has to reset it");
            case BackupStatus.Known.AVAILABLE, BackupStatus.Known.ERROR -> {
                if (backup.depended()) {
                    clearTheWay(cloud, what, backup, deadline);
                }
                yield false;
            }
            case BackupStatus passing -> throw new Failure.Aborted(what + ": its status is " + passing.text());
        };
    }

    /// Waits for later backups that are going away.
    ///
    /// @throws Failure.Precondition others stay
    private static void clearTheWay(CinderCloud cloud, String what, BlockBackup backup, Deadline deadline) {
        var later = later(cloud, what, backup, deadline);
        var lasting = later.stream()
                .filter(other -> other.status() != BackupStatus.Known.DELETING)
                .map(other -> other.id() + " (" + other.name() + ")")
                .collect(Collectors.joining(", "));
        if (!lasting.isEmpty()) {
            throw new Failure.Precondition(
                    what + ": incremental backups add to it, delete these first, the last one first: " + lasting);
        }
        later.forEach(other -> awaitGone(cloud, other.id(), deadline));
    }

    /// The backups that add to this one, as far as Cinder lets know: it does not tell which adds to which, so they are
    /// all that followed up to the next whole one.
    private static List<BlockBackup> later(CinderCloud cloud, String what, BlockBackup backup, Deadline deadline) {
        var selection = Selection.everything().ofVolume(backup.volume());
        return Answers.read(what, () -> cloud.backups().list(selection, deadline)).entries().stream()
                .filter(other -> !other.id().equals(backup.id()))
                .filter(other -> !other.createdAt().isBefore(backup.createdAt()))
                .sorted(Comparator.comparing(BlockBackup::createdAt))
                .takeWhile(BlockBackup::incremental)
                .toList();
    }

    private static void awaitGone(CinderCloud cloud, String id, Deadline deadline) {
        var what = "delete backup " + id;
        var wait = new Wait<BlockBackup>(
                id,
                "delete backup",
                "backup " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(backup -> backup.status() == BackupStatus.Known.DELETING));
        var state = Answers.read(what, () -> cloud.backupWatch().await(wait, deadline));
        if (state.isPresent()) {
            throw new Failure.Broken(what + ": Cinder could not, its status is "
                    + state.get().status().text()
                    + state.get().failReason().map(reason -> ": " + reason).orElse(""));
        }
    }
}
