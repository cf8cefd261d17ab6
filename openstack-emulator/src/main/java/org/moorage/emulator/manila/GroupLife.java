package org.moorage.emulator.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.ShareDirectories;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How share groups and their snapshots come and go. Every method is called under the timeline's lock.
final class GroupLife {
    /// The reason is lost on the way out: the answer shows the bare pattern of the text.
    private static final String WRONG_GROUP = "Invalid share group: %(reason)s";

    private static final String WRONG_SNAPSHOT = "Invalid share group snapshot: %(reason)s";

    private final Store store;
    private final Timeline timeline;
    private final ShareDirectories directories;
    private final ShareLife shares;
    private final Pools pools;
    private final Quota quota;

    GroupLife(
            Store store, Timeline timeline, ShareDirectories directories, ShareLife shares, Pools pools, Quota quota) {
        this.store = store;
        this.timeline = timeline;
        this.directories = directories;
        this.shares = shares;
        this.pools = pools;
        this.quota = quota;
    }

    /// A new group in state creating.
    ShareGroup create(
            Share.Text text,
            ShareGroupType type,
            List<String> shareTypes,
            @Nullable String networkId,
            Optional<String> zone) {
        quota.checkGroup(store);
        var group = new ShareGroup(
                Store.newId(),
                text,
                Status.CREATING,
                type.id(),
                shareTypes,
                null,
                networkId,
                zone.orElse(null),
                false,
                timeline.now());
        begin(group);
        return group;
    }

    /// A new group with a share for each member of a group snapshot.
    ShareGroup create(Share.Text text, GroupSnapshot source) {
        if (source.status() != Status.AVAILABLE) {
            throw new Rejection(409, WRONG_SNAPSHOT);
        }
        quota.checkGroup(store);
        var original = Store.requirePage(store.groups, source.groupId());
        var group = new ShareGroup(
                Store.newId(),
                text,
                Status.CREATING,
                original.groupTypeId(),
                original.types(),
                source.id(),
                original.networkId(),
                original.zone(),
                true,
                timeline.now());
        begin(group);
        for (var member : source.members()) {
            shares.create(
                    new ShareSpec(
                            new Share.Text(null, null),
                            member.protocol(),
                            member.size(),
                            member.type(),
                            Optional.ofNullable(group.zone()),
                            Optional.ofNullable(group.networkId()),
                            new Share.Origin(null, group.id(), member.id()),
                            Map.of()),
                    directories.snapshot(member.id()));
        }
        return group;
    }

    private void begin(ShareGroup group) {
        store.groups.put(group.id(), group);
        timeline.later(
                Operation.CREATE_SHARE_GROUP,
                () -> {},
                () -> store.changeGroup(
                        group.id(),
                        old -> old.placed(old.zone() == null ? pools.zones().getFirst() : old.zone())
                                .with(Status.AVAILABLE)),
                () -> {
                    become(group.id(), Status.ERROR);
                    store.tell(
                            timeline.now(), Message.GROUP, group.id(), Message.Action.CREATE, Message.Detail.UNKNOWN);
                });
    }

    /// Begins to delete a group that has neither shares nor snapshots.
    void delete(ShareGroup group) {
        if (!group.scheduled()) {
            store.groups.remove(group.id());
            return;
        }
        var settled = group.status() == Status.AVAILABLE || group.status() == Status.ERROR;
        if (!settled
                || !store.sharesOf(group.id()).isEmpty()
                || store.groupSnapshots.values().stream()
                        .anyMatch(taken -> taken.groupId().equals(group.id()))) {
            throw new Rejection(409, WRONG_GROUP);
        }
        become(group.id(), Status.DELETING);
        timeline.later(
                Operation.DELETE_SHARE_GROUP,
                () -> {},
                () -> store.groups.remove(group.id()),
                () -> become(group.id(), Status.ERROR));
    }

    /// A new group snapshot in state creating.
    GroupSnapshot snapshot(ShareGroup group, Share.Text text) {
        var shares = store.sharesOf(group.id());
        if (group.status() != Status.AVAILABLE
                || shares.stream().anyMatch(share -> share.status() != Status.AVAILABLE)) {
            throw new Rejection(409, WRONG_GROUP);
        }
        quota.checkGroupSnapshot(store);
        var members = shares.stream()
                .map(share -> new GroupSnapshot.Member(
                        Store.newId(), share.id(), share.size(), share.protocol(), share.type()))
                .toList();
        var taken = new GroupSnapshot(Store.newId(), text, group.id(), Status.CREATING, members, timeline.now());
        store.groupSnapshots.put(taken.id(), taken);
        timeline.later(
                Operation.CREATE_SHARE_GROUP_SNAPSHOT,
                () -> {
                    for (var member : members) {
                        directories.copy(directories.share(member.shareId()), directories.snapshot(member.id()));
                    }
                },
                () -> store.changeGroupSnapshot(taken.id(), old -> old.with(Status.AVAILABLE)),
                () -> store.changeGroupSnapshot(taken.id(), old -> old.with(Status.ERROR)));
        return taken;
    }

    void delete(GroupSnapshot taken) {
        if (taken.status() != Status.AVAILABLE && taken.status() != Status.ERROR) {
            throw new Rejection(409, WRONG_SNAPSHOT);
        }
        store.changeGroupSnapshot(taken.id(), old -> old.with(Status.DELETING));
        timeline.later(
                Operation.DELETE_SHARE_GROUP_SNAPSHOT,
                () -> {
                    for (var member : taken.members()) {
                        directories.delete(directories.snapshot(member.id()));
                    }
                },
                () -> store.groupSnapshots.remove(taken.id()),
                () -> store.changeGroupSnapshot(taken.id(), old -> old.with(Status.ERROR)));
    }

    void become(String id, Status status) {
        store.changeGroup(id, old -> old.with(status));
    }
}
