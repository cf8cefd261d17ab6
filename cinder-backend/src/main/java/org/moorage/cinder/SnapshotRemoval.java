package org.moorage.cinder;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.watch.Wait;

/// Deletes snapshots and sees to it that they are gone.
final class SnapshotRemoval {
    private SnapshotRemoval() {}

    /// Deletes the snapshot; one that is not there is a success.
    ///
    /// @return whether it was there
    /// @throws Failure.Precondition a volume depends on it
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Cinder failed to delete it
    static boolean delete(CinderCloud cloud, String id, Deadline deadline) {
        var what = "delete snapshot " + id;
        switch (Answers.ask(what, () -> cloud.snapshots().delete(id, deadline))) {
            case Asked.Granted<Boolean> _ -> awaitGone(cloud, id, deadline);
            case Asked.Refused<Boolean> refused
            when refused.status() == 404 -> {
                return false;
            }
            case Asked.Refused<Boolean> refused -> explain(cloud, id, refused, deadline);
        }
        return true;
    }

    /// Returns once a snapshot that is being deleted is gone.
    static void awaitGone(CinderCloud cloud, String id, Deadline deadline) {
        var what = "delete snapshot " + id;
        var wait = new Wait<BlockSnapshot>(
                id,
                "delete snapshot",
                "snapshot " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(snapshot -> snapshot.status() == SnapshotStatus.Known.DELETING));
        var state = Answers.read(what, () -> cloud.snapshotWatch().await(wait, deadline));
        if (state.isEmpty()) {
            return;
        }
        var status = state.get().status();
        var cause = Causes.of(cloud, id, deadline);
        if (status == SnapshotStatus.Known.AVAILABLE) {
            throw new Failure.Precondition(
                    what + ": Cinder gave it up and it is available again: a volume depends on it" + cause);
        }
        throw new Failure.Broken(what + ": Cinder could not, its status is " + status.text() + cause);
    }

    /// Removes a snapshot that Cinder failed to take, and returns once it is gone.
    ///
    /// @throws Failure.Unavailable it could not be removed: a later try has to find it
    static void discard(CinderCloud cloud, String id, Deadline deadline) {
        try {
            var _ = delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a snapshot that could not be taken is still there: " + stuck.getMessage(), stuck);
        }
    }

    private static void explain(CinderCloud cloud, String id, Asked.Refused<Boolean> refused, Deadline deadline) {
        var what = "delete snapshot " + id;
        if (refused.status() != 400 && refused.status() != 409) {
            throw refused.failure();
        }
        var snapshot = Answers.find(what, () -> cloud.snapshots().show(id, deadline));
        if (snapshot.isEmpty()) {
            return;
        }
        snapshot.get().group().ifPresent(group -> {
            throw new Failure.Precondition(what + ": it belongs to group snapshot " + group
                    + " and goes with that alone (" + refused.words() + ")");
        });
        switch (snapshot.get().status()) {
            case SnapshotStatus.Known.DELETING -> awaitGone(cloud, id, deadline);
            case SnapshotStatus.Known.ERROR_DELETING ->
                throw new Failure.Broken(what + ": Cinder could not, its status is error_deleting"
                        + Causes.of(cloud, id, deadline) + "; an administrator has to reset it");
            case SnapshotStatus.Known.AVAILABLE, SnapshotStatus.Known.ERROR ->
                throw new Failure.Precondition(what + ": " + refused.words());
            case SnapshotStatus passing ->
                throw new Failure.Aborted(what + ": its status is " + passing.text() + " (" + refused.words() + ")");
        }
    }
}
