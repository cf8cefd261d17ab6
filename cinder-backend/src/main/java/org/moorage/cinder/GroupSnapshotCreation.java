package org.moorage.cinder;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockGroup;
import org.moorage.openstack.blockstorage.BlockGroupSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.NewGroup;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.watch.Wait;

/// One group snapshot on its way into being: a group of its name, the volumes put into it, its snapshot, the volumes
/// taken out again. Each call goes as far as it comes and the next goes on from what it finds.
///
/// Names are not unique in Cinder, so another process may do the same at the same time. A volume is in one group at
/// a time, so only one of them gets the volumes together; the groups that are left without go, and of two group
/// snapshots the younger.
///
/// @param cloud    where it shall be
/// @param spec     what is asked for
/// @param settings what the operator set
/// @param deadline how long this call may take
record GroupSnapshotCreation(CinderCloud cloud, GroupSnapshotSpec spec, DriverSettings settings, Deadline deadline) {
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    /// The group snapshot as it stands, ready or not, with all its members.
    ///
    /// @throws Failure.Conflict one of that name is of other volumes
    GroupSnapshot make() {
        var found = find();
        var taken = awaitBriefly(found.isPresent() ? found.get() : begin());
        return switch (taken.status()) {
            case "creating" -> answer(taken);
            case "available" -> {
                var answer = answer(taken);
                release(taken);
                yield answer;
            }
            case "error" -> throw removed(taken);
            default ->
                throw new Failure.Unavailable(
                        what() + ": group snapshot " + taken.id() + " has status " + taken.status());
        };
    }

    private String what() {
        return "create group snapshot " + spec.name();
    }

    private OwnGroups groups() {
        return new OwnGroups(cloud, settings, deadline);
    }

    private Set<String> wanted() {
        return spec.sources().stream().map(VolumeId::value).collect(Collectors.toSet());
    }

    private Optional<BlockGroupSnapshot> find() {
        var name = spec.name().value();
        var mark = CinderNames.groupMark(settings.cluster());
        return Answers.read(
                        what(),
                        () -> cloud.groupSnapshots().list(Selection.everything().named(name), deadline))
                .entries()
                .stream()
                .filter(taken ->
                        taken.name().equals(name) && taken.description().startsWith(mark))
                .filter(taken -> !taken.status().equals("deleting"))
                .min(Comparator.comparing(
                                (BlockGroupSnapshot taken) -> taken.status().equals("error"))
                        .thenComparing(BlockGroupSnapshot::createdAt)
                        .thenComparing(BlockGroupSnapshot::id));
    }

    private GroupSnapshot answer(BlockGroupSnapshot taken) {
        var answer = GroupMembers.answer(cloud, what(), taken, deadline);
        var held = answer.members().stream()
                .map(Snapshot::source)
                .map(VolumeId::value)
                .collect(Collectors.toSet());
        if (!held.equals(wanted())) {
            throw new Failure.Conflict(what() + ": it exists with id " + taken.id() + ", but its volumes are " + held
                    + ", asked for are " + wanted());
        }
        return answer;
    }

    private BlockGroupSnapshot begin() {
        var group = filled();
        // Who had the volumes before may have taken it and let them go since the look at the beginning. Times in Cinder
        // are whole seconds, so which of two is the elder could not be told afterwards.
        var earlier = find();
        if (earlier.isPresent()) {
            if (!earlier.get().group().equals(group.id())) {
                groups().delete(what(), group);
            }
            return earlier.get();
        }
        var name = spec.name().value();
        var asked = Answers.ask(what(), () -> cloud.groupSnapshots().create(group.id(), name, mark(), deadline));
        return switch (asked) {
            case Asked.Granted<String> granted -> {
                var made = Answers.read(what(), () -> cloud.groupSnapshots().show(granted.answer(), deadline));
                yield find().filter(eldest -> !eldest.id().equals(made.id()))
                        .map(eldest -> giveWay(made, eldest))
                        .orElse(made);
            }
            case Asked.Refused<String> refused -> {
                groups().delete(what(), group);
                throw refused.status() == 400
                        ? new Failure.Precondition(what() + ": " + refused.words())
                        : refused.failure();
            }
        };
    }

    private BlockGroupSnapshot giveWay(BlockGroupSnapshot made, BlockGroupSnapshot eldest) {
        // Cinder deletes none that it is still taking.
        var _ = Answers.read(what(), () -> cloud.groupSnapshotWatch().await(taken(made), deadline));
        new GroupSnapshotRemoval(cloud, settings, deadline).delete(made.id());
        return eldest;
    }

    private String mark() {
        return CinderNames.groupMark(settings.cluster());
    }

    /// The group of this name with exactly the wanted volumes in it.
    private BlockGroup filled() {
        var group = group();
        if (group.status().equals("error")) {
            var cause = Causes.of(cloud, group.id(), deadline);
            groups().delete(what(), group);
            throw Causes.failure(what(), cause);
        }
        var foreign = new HashSet<>(group.volumes());
        foreign.removeAll(wanted());
        if (!foreign.isEmpty()) {
            throw new Failure.Conflict(what() + ": it is being taken in group " + group.id() + " of volumes " + foreign
                    + ", asked for are " + wanted());
        }
        var missing = wanted();
        missing.removeAll(group.volumes());
        if (missing.isEmpty()) {
            return group;
        }
        try {
            var filled = groups().add(what(), group, missing);
            if (!Set.copyOf(filled.volumes()).equals(wanted())) {
                throw new Failure.Aborted(what() + ": another process took volumes out of group " + group.id());
            }
            return filled;
        } catch (Failure.Precondition | Failure.Invalid | Failure.Denied unfit) {
            groups().delete(what(), group);
            throw unfit;
        }
    }

    /// The group of this name, with its volumes: of several that which holds volumes, else the eldest. Those that hold
    /// none are of no use to anybody.
    private BlockGroup group() {
        var found = groups().named(what(), spec.name().value());
        var all = (found.isEmpty() ? made() : found)
                .stream().map(group -> groups().settled(what(), group.id())).toList();
        var chosen = all.stream()
                .filter(group -> !group.volumes().isEmpty())
                .findFirst()
                .orElse(all.getFirst());
        removeEmpty(all, chosen.id());
        return chosen;
    }

    private void removeEmpty(List<BlockGroup> all, String chosen) {
        all.stream()
                .filter(group -> !group.id().equals(chosen) && group.volumes().isEmpty())
                .forEach(group -> groups().delete(what(), group));
    }

    private List<BlockGroup> made() {
        var type = GroupParameters.of(spec.parameters()).requireType(cloud, what(), deadline);
        var volumes = spec.sources().stream().map(this::require).toList();
        var zones = volumes.stream()
                .flatMap(volume -> volume.availabilityZone().stream())
                .distinct()
                .toList();
        if (zones.size() > 1) {
            throw new Failure.Precondition(
                    what() + ": the volumes are in several availability zones, where no snapshot can take them at one"
                            + " moment: " + zones);
        }
        var types = volumes.stream()
                .flatMap(volume -> volume.type().stream())
                .distinct()
                .toList();
        var request = new NewGroup(
                spec.name().value(), mark(), type, types, zones.stream().findFirst());
        var id = Answers.ask(what(), () -> cloud.groups().create(request, deadline))
                .orThrow();
        var all = groups().named(what(), spec.name().value());
        if (all.isEmpty()) {
            throw OwnGroups.gone(what(), id);
        }
        return all;
    }

    private BlockVolume require(VolumeId id) {
        return Answers.find(what(), () -> cloud.volumes().show(id.value(), deadline))
                .orElseThrow(() -> new Failure.NotFound(what() + ": there is no volume " + id));
    }

    private BlockGroupSnapshot awaitBriefly(BlockGroupSnapshot begun) {
        if (!begun.status().equals("creating")) {
            return begun;
        }
        try {
            return Answers.read(what(), () -> cloud.groupSnapshotWatch().await(taken(begun), deadline.within(BRIEFLY)))
                    .orElseThrow(() -> new Failure.Aborted(
                            what() + ": group snapshot " + begun.id() + " was deleted while it was being taken"));
        } catch (Failure.Unfinished _) {
            // Not ready is an answer, too: the caller repeats until it is.
            return begun;
        }
    }

    private static Wait<BlockGroupSnapshot> taken(BlockGroupSnapshot begun) {
        return new Wait<>(
                begun.id(),
                "create group snapshot",
                "group snapshot " + begun.id() + " to become available",
                true,
                state -> state.stream().noneMatch(taken -> taken.status().equals("creating")));
    }

    /// Takes the volumes out of the group, in which they could not be deleted, and removes what others left that took
    /// it at the same time.
    private void release(BlockGroupSnapshot taken) {
        Answers.find(what(), () -> cloud.groups().show(taken.group(), deadline))
                .filter(groups()::isOwn)
                .filter(group -> !group.volumes().isEmpty() || !group.status().equals("available"))
                .ifPresent(group -> groups().empty(what(), group));
        var others = groups().named(what(), spec.name().value()).stream()
                .filter(group -> !group.id().equals(taken.group()))
                .map(group -> groups().settled(what(), group.id()))
                .toList();
        removeEmpty(others, taken.group());
    }

    private Failure removed(BlockGroupSnapshot taken) {
        var members = GroupMembers.answer(cloud, what(), taken, deadline).members();
        var cause = List.of(
                        taken.id(),
                        members.isEmpty() ? taken.id() : members.getFirst().id().value())
                .stream()
                .map(id -> Causes.of(cloud, id, deadline))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        try {
            new GroupSnapshotRemoval(cloud, settings, deadline).delete(taken.id());
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a group snapshot that could not be taken is still there: " + stuck.getMessage(), stuck);
        }
        return Causes.failure(what(), cause);
    }
}
