package org.moorage.manila;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.ShareSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Wait;

/// Deletes shares and sees to it that they are gone. Their access rules go with them.
final class ShareRemoval {
    private ShareRemoval() {}

    /// Deletes the share; one that is not there is a success.
    ///
    /// @throws Failure.Precondition it has snapshots, which are named
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Manila failed to delete it
    static void delete(ManilaCloud cloud, String id, Deadline deadline) {
        delete(cloud, id, Optional.empty(), deadline);
    }

    private static void delete(ManilaCloud cloud, String id, Optional<String> group, Deadline deadline) {
        var what = "delete share " + id;
        switch (Answers.ask(what, () -> cloud.shares().delete(id, group, deadline))) {
            case Asked.Granted<Boolean> _ -> awaitGone(cloud, gone(id).afterRemoval(), deadline);
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused -> {
                var share = Answers.read(what, () -> cloud.shares().find(id, deadline));
                if (share.isPresent()) {
                    explain(cloud, share.get(), group, refused, deadline);
                }
            }
        }
    }

    /// Finds out why Manila refused, and waits for what passes by itself.
    private static void explain(
            ManilaCloud cloud, Share share, Optional<String> group, Asked.Refused<Boolean> refused, Deadline deadline) {
        var what = "delete share " + share.id();
        if (share.group().isPresent() && group.isEmpty()) {
            delete(cloud, share.id(), share.group(), deadline);
            return;
        }
        switch (share.status()) {
            case ShareStatus.Known.DELETING -> awaitGone(cloud, gone(share.id()), deadline);
            case ShareStatus.Known.ERROR_DELETING -> throw stuck(cloud, share.id(), deadline);
            case ShareStatus.Known.AVAILABLE, ShareStatus.Known.ERROR -> throw refusal(cloud, share, refused, deadline);
            case ShareStatus passing when passing.failed() -> throw refusal(cloud, share, refused, deadline);
            case ShareStatus passing ->
                throw new Failure.Aborted(what + ": its status is " + passing.text() + " (" + refused.words() + ")");
        }
    }

    private static Failure refusal(ManilaCloud cloud, Share share, Asked.Refused<Boolean> refused, Deadline deadline) {
        var what = "delete share " + share.id();
        var ofIt = ShareSelection.everything().ofShare(share.id());
        List<ShareSnapshot> snapshots =
                Answers.read(what, () -> cloud.snapshots().list(ofIt, deadline)).entries();
        if (!snapshots.isEmpty()) {
            return new Failure.Precondition(what + ": it has snapshots, delete these first: "
                    + snapshots.stream().map(ShareSnapshot::id).collect(Collectors.joining(", ")) + " ("
                    + refused.words() + ")");
        }
        return refused.status() == 400 || refused.status() == 403 || refused.status() == 409
                ? new Failure.Precondition(
                        what + ": its status is " + share.status().text() + ": " + refused.words())
                : refused.failure();
    }

    /// Removes a share that Manila failed to make, or that is of no use, and returns once it is gone.
    ///
    /// @throws Failure.Unavailable it could not be removed: a later try has to find it
    static void discard(ManilaCloud cloud, String id, Deadline deadline) {
        try {
            delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a share that could not be made is still there: " + stuck.getMessage(), stuck);
        }
    }

    private static Wait<Share> gone(String id) {
        return new Wait<>(
                id,
                "delete share",
                "share " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(share -> share.status() == ShareStatus.Known.DELETING));
    }

    private static void awaitGone(ManilaCloud cloud, Wait<Share> wait, Deadline deadline) {
        var what = "delete share " + wait.id();
        var state = Answers.read(what, () -> cloud.shareWatch().await(wait, deadline))
                .filter(share -> !share.softDeleted());
        if (state.isEmpty()) {
            return;
        }
        var status = state.get().status();
        if (status.failed()) {
            throw stuck(cloud, wait.id(), deadline);
        }
        throw new Failure.Aborted(what + ": Manila gave it up, its status is " + status.text()
                + Causes.of(cloud, wait.id(), deadline).text());
    }

    private static Failure stuck(ManilaCloud cloud, String id, Deadline deadline) {
        return new Failure.Broken("delete share " + id + ": Manila could not, its status is error_deleting"
                + Causes.of(cloud, id, deadline).text() + "; an administrator has to reset it");
    }
}
