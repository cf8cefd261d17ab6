package org.moorage.emulator.cinder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How groups and their snapshots come and go. Every method is called under the timeline's lock.
final class GroupLife {
    static final int QUOTA = 10;
    private static final Set<Status> DELETABLE = Set.of(Status.AVAILABLE, Status.ERROR);

    private final Store store;
    private final Timeline timeline;
    private final VolumeFiles files;
    private final Quota quota;

    GroupLife(Store store, Timeline timeline, VolumeFiles files, Quota quota) {
        this.store = store;
        this.timeline = timeline;
        this.files = files;
        this.quota = quota;
    }

    Group create(Volume.Text text, GroupType type, List<VolumeType> types, String zone) {
        if (store.groups.size() >= QUOTA) {
            throw new Rejection(413, "GroupLimitExceeded: Maximum number of groups allowed (" + QUOTA + ") exceeded")
                    .with("Retry-After", "0");
        }
        var group = new Group(Store.newId(), text, type, types, zone, Status.CREATING, timeline.now());
        store.groups.put(group.id(), group);
        timeline.later(
                Operation.CREATE_GROUP,
                () -> {},
                () -> become(group.id(), Status.AVAILABLE),
                () -> become(group.id(), Status.ERROR));
        return group;
    }

    /// Changes what a group is called and holds.
    void update(String id, Volume.Text text, List<String> added, List<String> removed) {
        var group = store.requireGroup(id);
        var more = added.stream()
                .filter(volume -> !id.equals(store.groupOf.get(volume)))
                .toList();
        more.forEach(volume -> requireFit(group, volume));
        for (var volume : removed) {
            if (!id.equals(store.groupOf.get(volume))) {
                throw Rejection.badRequest("Invalid volume: Cannot remove volume " + volume + " from group " + id
                        + " because it is not in the group.");
            }
        }
        if (text.equals(group.text()) && more.isEmpty() && removed.isEmpty()) {
            throw Rejection.badRequest("Invalid Group: Cannot update group " + id
                    + " because no valid name, description, add_volumes, or remove_volumes were provided.");
        }
        store.changeGroup(id, old -> old.with(text));
        if (more.isEmpty() && removed.isEmpty()) {
            return;
        }
        if (group.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid Group: Group status must be available.");
        }
        become(id, Status.UPDATING);
        timeline.later(
                Operation.UPDATE_GROUP,
                () -> {},
                () -> {
                    more.forEach(volume -> store.groupOf.put(volume, id));
                    removed.forEach(store.groupOf::remove);
                    become(id, Status.AVAILABLE);
                },
                () -> become(id, Status.ERROR));
    }

    private void requireFit(Group group, String volumeId) {
        var cannot = "Invalid volume: Cannot add volume " + volumeId + " to group " + group.id() + " because ";
        var volume = store.volumes.get(volumeId);
        if (volume == null) {
            throw Rejection.badRequest(cannot + "volume cannot be found.");
        }
        var other = store.groupOf.get(volumeId);
        if (other != null) {
            throw Rejection.badRequest(cannot + "it is already in group " + other + ".");
        }
        if (!group.types().contains(volume.type())) {
            throw Rejection.badRequest(
                    cannot + "volume type " + volume.type().id() + " is not supported by the group.");
        }
        if (volume.status() != Status.AVAILABLE && volume.status() != Status.IN_USE) {
            throw Rejection.badRequest(cannot + "volume is in an invalid state: " + volume.status()
                    + ". Valid states are: ('available', 'in-use').");
        }
        if (!volume.zone().equals(group.zone())) {
            throw Rejection.badRequest("Invalid volume: Volume is not local to this node.");
        }
    }

    void delete(String id) {
        var group = store.requireGroup(id);
        if (!DELETABLE.contains(group.status())) {
            throw Rejection.badRequest(
                    "Invalid Group: Group status must be available or error, but current status is: " + group.status());
        }
        if (store.groupSnapshots.values().stream()
                .anyMatch(snapshot -> snapshot.groupId().equals(id))) {
            throw Rejection.badRequest("Invalid Group: Group has existing snapshots.");
        }
        if (store.groupOf.containsValue(id)) {
            throw Rejection.badRequest("Invalid Group: Group " + id
                    + " still contains volumes. The delete-volumes flag is required to delete it.");
        }
        become(id, Status.DELETING);
        timeline.later(Operation.DELETE_GROUP, () -> {}, () -> store.groups.remove(id), () -> become(id, Status.ERROR));
    }

    GroupSnapshot snapshot(String groupId, Volume.Text text) {
        var group = store.requireGroup(groupId);
        var volumes = store.volumesOf(groupId);
        if (volumes.isEmpty()) {
            throw Rejection.badRequest(
                    "Invalid Group: Source group cannot be empty or in 'creating' or 'updating' state. No group snapshot"
                            + " will be created.");
        }
        for (var volume : volumes) {
            quota.checkSnapshot(store, volume.size());
        }
        var now = timeline.now();
        var taken = new GroupSnapshot(Store.newId(), groupId, group.type(), text, Status.CREATING, now);
        store.groupSnapshots.put(taken.id(), taken);
        for (var volume : volumes) {
            var member =
                    new Snapshot(Store.newId(), volume.id(), text, volume.size(), Status.CREATING, Map.of(), now, null);
            store.snapshots.put(member.id(), member);
            store.groupSnapshotOf.put(member.id(), taken.id());
        }
        timeline.later(
                Operation.CREATE_GROUP_SNAPSHOT,
                () -> {
                    for (var member : store.membersOf(taken.id())) {
                        files.copy(files.volume(member.volumeId()), files.snapshot(member.id()));
                    }
                },
                () -> becomeAll(taken.id(), Status.AVAILABLE),
                () -> becomeAll(taken.id(), Status.ERROR));
        return taken;
    }

    void deleteSnapshot(String id) {
        var taken = store.requireGroupSnapshot(id);
        if (!DELETABLE.contains(taken.status())) {
            throw Rejection.badRequest("Invalid GroupSnapshot: GroupSnapshot status must be available or error, and no"
                    + " Group can be currently using it as source for its creation.");
        }
        becomeAll(id, Status.DELETING);
        timeline.later(
                Operation.DELETE_GROUP_SNAPSHOT,
                () -> {
                    for (var member : store.membersOf(id)) {
                        files.delete(files.snapshot(member.id()));
                    }
                },
                () -> {
                    store.membersOf(id).forEach(member -> {
                        store.snapshots.remove(member.id());
                        store.groupSnapshotOf.remove(member.id());
                    });
                    store.groupSnapshots.remove(id);
                },
                () -> becomeAll(id, Status.ERROR));
    }

    private void become(String id, Status status) {
        store.changeGroup(id, old -> old.with(status));
    }

    private void becomeAll(String id, Status status) {
        store.groupSnapshots.computeIfPresent(id, (_, old) -> old.with(status));
        store.membersOf(id)
                .forEach(member -> store.changeSnapshot(member.id(), old -> old.with(status, timeline.now())));
    }
}
