package org.moorage.cinder;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockGroup;
import org.moorage.openstack.blockstorage.BlockGroupSnapshot;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.watch.Wait;

/// Deletes group snapshots, and the groups that the driver made for them; a group that somebody else made stays.
///
/// @param cloud    where they are
/// @param settings what the operator set
/// @param deadline how long the call may take
record GroupSnapshotRemoval(CinderCloud cloud, DriverSettings settings, Deadline deadline) {
    /// Deletes the group snapshot with its members; one that is not there is a success.
    ///
    /// @throws Failure.Precondition a volume depends on a member
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Cinder failed to delete it
    void delete(String id) {
        var what = "delete group snapshot " + id;
        var found = Answers.find(what, () -> cloud.groupSnapshots().show(id, deadline));
        if (found.isEmpty()) {
            leftOver(what, id);
            return;
        }
        var group = Answers.find(what, () -> cloud.groups().show(found.get().group(), deadline))
                .filter(groups()::isOwn);
        // Once the snapshot is gone nothing leads from its id to the group but what stands there.
        group.ifPresent(own -> mark(what, own, id));
        switch (found.get().status()) {
            case "deleting" -> {}
            case "creating" -> throw new Failure.Aborted(what + ": its status is creating");
            default -> ask(what, id);
        }
        awaitGone(what, id);
        group.ifPresent(own -> groups().delete(what, own));
    }

    private OwnGroups groups() {
        return new OwnGroups(cloud, settings, deadline);
    }

    private void mark(String what, BlockGroup own, String id) {
        if (!own.description().endsWith(id)) {
            var words = CinderNames.groupMark(settings.cluster()) + ", to go with " + id;
            if (Answers.ask(what, () -> cloud.groups().describe(own.id(), words, deadline))
                    instanceof Asked.Refused<Boolean> refused) {
                throw refused.status() == 400 ? new Failure.Aborted(what + ": " + refused.words()) : refused.failure();
            }
        }
    }

    /// Deletes the group that an earlier try left, which had come no further than the snapshot's end.
    private void leftOver(String what, String id) {
        var selection = Selection.everything();
        Answers.read(what, () -> cloud.groups().list(selection, deadline)).entries().stream()
                .filter(group -> groups().isOwn(group) && group.description().endsWith(id))
                .filter(group -> !group.status().equals("deleting"))
                .forEach(group -> groups().delete(what, group));
    }

    private void ask(String what, String id) {
        switch (Answers.ask(what, () -> cloud.groupSnapshots().delete(id, deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 -> throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    private void awaitGone(String what, String id) {
        var wait = new Wait<BlockGroupSnapshot>(
                id,
                "delete group snapshot",
                "group snapshot " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(taken -> taken.status().equals("deleting")));
        Answers.read(what, () -> cloud.groupSnapshotWatch().await(wait, deadline))
                .ifPresent(taken -> {
                    var cause = Causes.of(cloud, id, deadline);
                    throw taken.status().equals("available")
                            ? new Failure.Precondition(what
                                    + ": Cinder gave it up and it is available again: a volume depends on it" + cause)
                            : new Failure.Broken(what + ": Cinder could not, its status is " + taken.status() + cause);
                });
    }
}
