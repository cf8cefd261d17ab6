package org.moorage.manila;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.ShareGroupSnapshot;
import org.moorage.openstack.sharedfilesystem.ShareSelection;
import org.moorage.openstack.sharedfilesystem.ShareStatus;
import org.moorage.openstack.watch.Wait;

/// Takes snapshots of share groups. A share is in the group that it was made in (`groupID`) for its
/// life, and Manila takes a group whole, so the volumes asked for must be all of one group.
final class ManilaGroupSnapshots implements GroupSnapshots {
    private final Clouds clouds;

    ManilaGroupSnapshots(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public GroupSnapshot create(GroupSnapshotSpec spec, Deadline deadline) {
        var what = "create group snapshot " + spec.name();
        spec.parameters().keySet().stream()
                .filter(key -> !key.startsWith("csi.storage.k8s.io/"))
                .findFirst()
                .ifPresent(key -> {
                    throw new Failure.Invalid(what + ": VolumeGroupSnapshotClass parameter '" + key + "' is unknown");
                });
        var cloud = clouds.of(spec.secrets(), deadline);
        var wanted = spec.sources().stream().map(VolumeId::value).collect(Collectors.toCollection(TreeSet::new));
        var found = named(cloud, what, spec.name().value(), deadline);
        var taken = found.isPresent() ? found.get() : take(cloud, what, spec, wanted, deadline);
        if (taken.status().failed()) {
            var cause = Causes.of(cloud, taken.id(), deadline);
            discard(cloud, taken.id(), deadline);
            throw cause.failure(what);
        }
        var held = taken.members().stream()
                .map(ShareGroupSnapshot.Member::share)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!held.equals(wanted)) {
            throw new Failure.Conflict(what + ": it exists with id " + taken.id() + ", but its volumes are " + held
                    + ", asked for are " + wanted);
        }
        return answer(taken);
    }

    /// The eldest of that name that this driver took and that is not going away.
    private static Optional<ShareGroupSnapshot> named(ManilaCloud cloud, String what, String name, Deadline deadline) {
        var selection = ShareSelection.everything().named(name);
        return Answers.read(what, () -> cloud.groupSnapshots().list(selection, deadline)).entries().stream()
                .filter(taken -> taken.name().equals(name)
                        && taken.description().equals(ManilaNames.SNAPSHOT_DESCRIPTION)
                        && taken.status() != ShareStatus.Known.DELETING)
                .min(Comparator.comparing(ShareGroupSnapshot::createdAt).thenComparing(ShareGroupSnapshot::id));
    }

    private static ShareGroupSnapshot take(
            ManilaCloud cloud, String what, GroupSnapshotSpec spec, Set<String> wanted, Deadline deadline) {
        var group = group(cloud, what, wanted, deadline);
        var name = spec.name().value();
        var asked = Answers.insist(
                what,
                () -> cloud.groupSnapshots().create(group, name, ManilaNames.SNAPSHOT_DESCRIPTION, deadline),
                () -> named(cloud, what, name, deadline));
        return switch (asked) {
            case Asked.Granted<ShareGroupSnapshot> granted -> eldest(cloud, what, name, granted.answer(), deadline);
            case Asked.Refused<ShareGroupSnapshot> refused
            when refused.status() == 400 || refused.status() == 409 ->
                throw new Failure.Precondition(what + ": " + refused.words());
            case Asked.Refused<ShareGroupSnapshot> refused -> throw refused.failure();
        };
    }

    /// Ours, with its members; or another process's of the same name, if that is the elder, and ours
    /// goes.
    private static ShareGroupSnapshot eldest(
            ManilaCloud cloud, String what, String name, ShareGroupSnapshot made, Deadline deadline) {
        var eldest = named(cloud, what, name, deadline).orElse(made);
        if (!eldest.id().equals(made.id())) {
            await(cloud, what, made.id(), "creating", deadline);
            discard(cloud, made.id(), deadline);
        }
        return eldest;
    }

    /// The group of which these are all shares.
    private static String group(ManilaCloud cloud, String what, Set<String> wanted, Deadline deadline) {
        var groups = new TreeSet<String>();
        for (var id : wanted) {
            var share = Answers.read(what, () -> cloud.shares().find(id, deadline))
                    .orElseThrow(() -> new Failure.NotFound(what + ": there is no share " + id));
            groups.add(share.group()
                    .orElseThrow(() -> new Failure.Precondition(what + ": share " + id
                            + " is in no share group: make such volumes with groupID in their StorageClass")));
        }
        if (groups.size() > 1) {
            throw new Failure.Precondition(what + ": the shares are in several share groups: " + groups);
        }
        var group = groups.first();
        var all = Answers.read(
                        what,
                        () -> cloud.shares().list(ShareSelection.everything().ofGroup(group), deadline))
                .entries()
                .stream()
                .filter(share -> share.group().stream().anyMatch(group::equals))
                .map(Share::id)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!all.equals(wanted)) {
            throw new Failure.Precondition(what + ": Manila takes a share group whole, and group " + group + " has "
                    + all + ", asked for are " + wanted);
        }
        return group;
    }

    @Override
    public void delete(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        delete(clouds.of(secrets, deadline), id.value(), deadline);
    }

    private static void discard(ManilaCloud cloud, String id, Deadline deadline) {
        try {
            delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a group snapshot that could not be taken is still there: " + stuck.getMessage(), stuck);
        }
    }

    private static void delete(ManilaCloud cloud, String id, Deadline deadline) {
        var what = "delete group snapshot " + id;
        switch (Answers.ask(what, () -> cloud.groupSnapshots().delete(id, deadline))) {
            case Asked.Granted<Boolean> _ -> {}
            case Asked.Refused<Boolean> refused
            when refused.status() == 404 -> {
                return;
            }
            case Asked.Refused<Boolean> refused
            when refused.status() == 409 || refused.status() == 400 -> explain(cloud, what, id, refused, deadline);
            case Asked.Refused<Boolean> refused -> throw refused.failure();
        }
        await(cloud, what, id, ShareStatus.Known.DELETING.text(), deadline).ifPresent(left -> {
            throw new Failure.Broken(what + ": Manila could not, its status is "
                    + left.status().text() + Causes.of(cloud, id, deadline).text());
        });
    }

    private static void explain(
            ManilaCloud cloud, String what, String id, Asked.Refused<Boolean> refused, Deadline deadline) {
        var left = Answers.read(what, () -> cloud.groupSnapshots().find(id, deadline));
        if (left.isPresent() && left.get().status() != ShareStatus.Known.DELETING) {
            throw left.get().status().beingMade()
                    ? new Failure.Aborted(what + ": " + refused.words())
                    : new Failure.Precondition(what + ": " + refused.words());
        }
    }

    /// Waits until it is no longer in that status.
    private static Optional<ShareGroupSnapshot> await(
            ManilaCloud cloud, String what, String id, String status, Deadline deadline) {
        var wait = new Wait<ShareGroupSnapshot>(
                id,
                "change group snapshot",
                "group snapshot " + id + " to be no longer " + status,
                true,
                state -> state.stream().noneMatch(taken -> taken.status().text().equals(status)));
        return Answers.read(what, () -> cloud.groupSnapshotWatch().await(wait, deadline));
    }

    @Override
    public Optional<GroupSnapshot> find(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets, deadline);
        return Answers.read(
                        "look up group snapshot " + id,
                        () -> cloud.groupSnapshots().find(id.value(), deadline))
                .filter(taken -> taken.status() != ShareStatus.Known.DELETING)
                .map(ManilaGroupSnapshots::answer);
    }

    private static GroupSnapshot answer(ShareGroupSnapshot taken) {
        var id = new GroupSnapshotId(taken.id());
        var ready = taken.status() == ShareStatus.Known.AVAILABLE;
        List<Snapshot> members = taken.members().stream()
                .map(member -> new Snapshot(
                        new SnapshotId(member.id()),
                        new VolumeId(member.share()),
                        member.size(),
                        taken.createdAt(),
                        ready,
                        Optional.of(id)))
                .toList();
        return new GroupSnapshot(id, members, taken.createdAt(), ready);
    }
}
