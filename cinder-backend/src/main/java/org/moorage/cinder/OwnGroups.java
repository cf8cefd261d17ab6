package org.moorage.cinder;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockGroup;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.watch.Wait;

/// The groups that the driver makes: one for each group snapshot, of its name, which holds the volumes for as long as
/// the snapshot is being taken, and stays empty until that goes, since Cinder keeps the two together. A volume in a
/// group could not be deleted.
///
/// @param cloud    where they are
/// @param settings what the operator set
/// @param deadline how long the call may take
record OwnGroups(CinderCloud cloud, DriverSettings settings, Deadline deadline) {
    /// Whether the driver made the group, for this cluster.
    boolean isOwn(BlockGroup group) {
        return group.description().startsWith(CinderNames.groupMark(settings.cluster()));
    }

    /// The groups of that name, eldest first, those left out that are going away.
    List<BlockGroup> named(String what, String name) {
        return Answers.read(
                        what, () -> cloud.groups().list(Selection.everything().named(name), deadline))
                .entries()
                .stream()
                .filter(group -> group.name().equals(name) && isOwn(group))
                .filter(group -> !group.status().equals("deleting"))
                .sorted(Comparator.comparing(BlockGroup::createdAt).thenComparing(BlockGroup::id))
                .toList();
    }

    /// Takes all volumes out of the group.
    BlockGroup empty(String what, BlockGroup group) {
        var now = settled(what, group.id());
        if (now.volumes().isEmpty()) {
            return now;
        }
        switch (Answers.ask(what, () -> cloud.groups().remove(group.id(), now.volumes(), deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> throw gone(what, group.id());
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 -> throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
        return settled(what, group.id());
    }

    /// Puts volumes into the group.
    ///
    /// @throws Failure.Precondition Cinder says that one of them does not fit
    BlockGroup add(String what, BlockGroup group, Collection<String> volumes) {
        switch (Answers.ask(what, () -> cloud.groups().add(group.id(), volumes, deadline))) {
            case Asked.Granted<Boolean> _ -> {
                return settled(what, group.id());
            }
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> throw gone(what, group.id());
            case Asked.Refused<Boolean> refused when refused.status() != 400 -> throw refused.failure();
            case Asked.Refused<Boolean> refused
            when refused.words().contains("must be available") ->
                throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused
            when refused.words().contains("invalid state") -> throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused
            when refused.words().contains("not local") ->
                throw new Failure.Precondition(what + ": the volumes are on different storage backends, where no"
                        + " snapshot can take them at one moment (" + refused.words() + ")");
            case Asked.Refused<Boolean> refused -> throw new Failure.Precondition(what + ": " + refused.words());
        }
    }

    /// Deletes the group, which holds no volume but those of its own snapshot, and returns when it is gone.
    void delete(String what, BlockGroup group) {
        var _ = empty(what, group);
        switch (Answers.ask(what, () -> cloud.groups().delete(group.id(), deadline))) {
            case Asked.Granted<Boolean> _ -> awaitGone(what, group.id());
            case Asked.Refused<Boolean> refused when refused.status() == 404 -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 400 -> throw new Failure.Aborted(what + ": " + refused.words());
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
    }

    /// The group with its volumes, once it is neither being made nor changed.
    BlockGroup settled(String what, String id) {
        var wait = new Wait<BlockGroup>(
                id,
                "change group",
                "group " + id + " to become available",
                true,
                state -> state.stream()
                        .noneMatch(group -> List.of("creating", "updating").contains(group.status())));
        var seen = Answers.read(what, () -> cloud.groupWatch().await(wait, deadline));
        if (seen.isEmpty()) {
            throw gone(what, id);
        }
        // A listing, which several waits share, does not tell the volumes.
        return Answers.find(what, () -> cloud.groups().show(id, deadline)).orElseThrow(() -> gone(what, id));
    }

    /// Another process, which works at the same group snapshot, has removed a group that held nothing.
    static Failure gone(String what, String id) {
        return new Failure.Aborted(what + ": group " + id + " is gone");
    }

    private void awaitGone(String what, String id) {
        var wait = new Wait<BlockGroup>(
                id,
                "delete group",
                "group " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(group -> group.status().equals("deleting")));
        Answers.read(what, () -> cloud.groupWatch().await(wait, deadline)).ifPresent(group -> {
            throw new Failure.Broken(what + ": Cinder could not delete group " + id + ", its status is "
                    + group.status() + Causes.of(cloud, id, deadline));
        });
    }
}
