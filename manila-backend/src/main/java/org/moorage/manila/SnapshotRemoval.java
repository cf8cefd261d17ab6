package org.moorage.manila;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Wait;

/// Deletes snapshots and sees to it that they are gone.
final class SnapshotRemoval {
    private SnapshotRemoval() {}

    /// Deletes the snapshot; one that is not there is a success.
    ///
    /// @throws Failure.Precondition a share depends on it
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Manila failed to delete it
    static void delete(ManilaCloud cloud, String id, Deadline deadline) {
        var what = "delete snapshot " + id;
        switch (Answers.ask(what, () -> cloud.snapshots().delete(id, deadline))) {
            case Asked.Granted<Boolean> _ -> awaitGone(cloud, id, deadline);
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused -> explain(cloud, id, refused, deadline);
        }
    }

    /// Removes a snapshot that Manila failed to take, and returns once it is gone.
    ///
    /// @throws Failure.Unavailable it could not be removed: a later try has to find it
    static void discard(ManilaCloud cloud, String id, Deadline deadline) {
        try {
            delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a snapshot that could not be taken is still there: " + stuck.getMessage(), stuck);
        }
    }

    private static void explain(ManilaCloud cloud, String id, Asked.Refused<Boolean> refused, Deadline deadline) {
        var what = "delete snapshot " + id;
        var snapshot = Answers.read(what, () -> cloud.snapshots().find(id, deadline));
        if (snapshot.isEmpty()) {
            return;
        }
        switch (snapshot.get().status()) {
            case ShareStatus.Known.DELETING -> awaitGone(cloud, id, deadline);
            case ShareStatus.Known.ERROR_DELETING -> throw stuck(cloud, id, deadline);
            case ShareStatus.Known.AVAILABLE, ShareStatus.Known.ERROR -> {
                throw refused.status() == 400 || refused.status() == 403 || refused.status() == 409
                        ? new Failure.Precondition(what + ": " + refused.words())
                        : refused.failure();
            }
            case ShareStatus passing ->
                throw new Failure.Aborted(what + ": its status is " + passing.text() + " (" + refused.words() + ")");
        }
    }

    private static void awaitGone(ManilaCloud cloud, String id, Deadline deadline) {
        var what = "delete snapshot " + id;
        var wait = new Wait<ShareSnapshot>(
                id,
                "delete snapshot",
                "snapshot " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(snapshot -> snapshot.status() == ShareStatus.Known.DELETING));
        var state = Answers.read(what, () -> cloud.snapshotWatch().await(wait, deadline));
        if (state.isEmpty()) {
            return;
        }
        var status = state.get().status();
        if (status == ShareStatus.Known.AVAILABLE) {
            throw new Failure.Precondition(what + ": Manila gave it up and it is available again: a share depends on it"
                    + Causes.of(cloud, id, deadline).text());
        }
        throw stuck(cloud, id, deadline);
    }

    private static Failure stuck(ManilaCloud cloud, String id, Deadline deadline) {
        return new Failure.Broken("delete snapshot " + id + ": Manila could not, its status is error_deleting"
                + Causes.of(cloud, id, deadline).text() + "; an administrator has to reset it");
    }
}
