package org.moorage.cinder;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.answer.Asked;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.blockstorage.VolumeStatus;
import org.moorage.openstack.watch.Wait;

/// Deletes volumes and sees to it that they are gone.
///
/// @param cluster the cluster's id
/// @param policy  what becomes of a volume that has snapshots
record VolumeRemoval(String cluster, Function<BlockVolume, SnapshotPolicy> policy) {
    /// How often a deletion is asked for again after snapshots that stood in its way have gone.
    private static final int TRIES = 3;

    private static final String CHANGE = "delete volume";

    /// Does with a volume that has snapshots what it was made with.
    static VolumeRemoval of(String cluster) {
        return new VolumeRemoval(cluster, SnapshotPolicy::of);
    }

    /// Leaves a volume that has snapshots, whatever it was made with.
    static VolumeRemoval sparing(String cluster) {
        return new VolumeRemoval(cluster, _ -> SnapshotPolicy.REFUSE);
    }

    /// Deletes the volume; one that is not there is a success.
    ///
    /// @throws Failure.Precondition it is attached, or has snapshots and was not made to be deleted with them
    /// @throws Failure.Aborted      it is in a passing state
    /// @throws Failure.Broken       Cinder failed to delete it
    void delete(CinderCloud cloud, String id, Deadline deadline) {
        var what = "delete volume " + id;
        for (var tries = 1; ; tries++) {
            switch (Answers.ask(what, () -> cloud.volumes().delete(id, deadline))) {
                case Asked.Granted<Boolean> _ -> {
                    awaitGone(cloud, id, gone(id).afterRemoval(), deadline);
                    return;
                }
                case Asked.Refused<Boolean> refused
                when refused.status() == 404 -> {
                    return;
                }
                case Asked.Refused<Boolean> refused -> {
                    if (clearTheWay(cloud, id, refused, tries > 1, deadline)) {
                        return;
                    }
                    if (tries == TRIES) {
                        throw new Failure.Aborted(what + ": " + refused.words());
                    }
                }
            }
        }
    }

    /// Removes a volume that Cinder failed to make, and returns once it is gone.
    ///
    /// @throws Failure.Unavailable it could not be removed: a later try has to find it
    void discard(CinderCloud cloud, String id, Deadline deadline) {
        try {
            delete(cloud, id, deadline);
        } catch (Failure.Precondition | Failure.Broken | Failure.Invalid | Failure.Denied stuck) {
            throw new Failure.Unavailable(
                    "a volume that could not be made is still there: " + stuck.getMessage(), stuck);
        }
    }

    /// Finds out why Cinder refused, and waits for what passes by itself.
    ///
    /// @param again whether Cinder has refused it before, in this same call
    /// @return whether the volume is gone, so that nothing is left to do
    private boolean clearTheWay(
            CinderCloud cloud, String id, Asked.Refused<Boolean> refused, boolean again, Deadline deadline) {
        var what = "delete volume " + id;
        if (refused.status() != 400 && refused.status() != 409) {
            throw refused.failure();
        }
        var volume = Answers.find(what, () -> cloud.volumes().show(id, deadline));
        if (volume.isEmpty()) {
            return true;
        }
        if (volume.get().status() == VolumeStatus.Known.DELETING) {
            awaitGone(cloud, id, gone(id), deadline);
            return true;
        }
        if (volume.get().status() == VolumeStatus.Known.ERROR_DELETING) {
            throw new Failure.Broken(what + ": Cinder could not, its status is error_deleting"
                    + Causes.of(cloud, id, deadline) + "; an administrator has to reset it");
        }
        refuseAttached(what, volume.get(), refused.words());
        return clearSnapshots(cloud, volume.get(), refused.words(), again, deadline);
    }

    private static void refuseAttached(String what, BlockVolume volume, String words) {
        if (!volume.attachments().isEmpty()) {
            var servers = volume.attachments().stream()
                    .map(BlockVolume.ServerAttachment::server)
                    .collect(Collectors.joining(", "));
            throw new Failure.Precondition(what + ": it is attached to server " + servers + " (" + words + ")");
        }
        if (volume.status() != VolumeStatus.Known.AVAILABLE && !volume.status().failed()) {
            throw new Failure.Aborted(
                    what + ": its status is " + volume.status().text() + " (" + words + ")");
        }
    }

    /// Does with the snapshots what the volume was made with.
    ///
    /// @return whether the volume is out of sight and goes with the last of them, so that nothing is left to do
    private boolean clearSnapshots(
            CinderCloud cloud, BlockVolume volume, String words, boolean again, Deadline deadline) {
        var what = "delete volume " + volume.id();
        var ofIt = Selection.everything().ofVolume(volume.id());
        var snapshots =
                Answers.read(what, () -> cloud.snapshots().list(ofIt, deadline)).entries();
        if (snapshots.isEmpty()) {
            if (again) {
                throw new Failure.Precondition(what + ": " + words);
            }
            // The last of them may have gone since Cinder refused.
            return false;
        }
        var lasting = snapshots.stream()
                .filter(snapshot -> snapshot.status() != SnapshotStatus.Known.DELETING)
                .toList();
        if (!lasting.isEmpty()) {
            switch (policy.apply(volume)) {
                case REFUSE ->
                    throw new Failure.Precondition(what + ": it has snapshots, delete these first: " + ids(lasting)
                            + " (" + words + "); a StorageClass may set " + SnapshotPolicy.PARAMETER
                            + " for what is made after it");
                case CASCADE -> cascade(cloud, volume, lasting, deadline);
                case DEFER -> {
                    if (DeferredRemoval.isMarked(volume)) {
                        return true;
                    }
                    if (!cluster.equals(volume.metadata().get(CinderNames.CLUSTER))) {
                        throw new Failure.Precondition(what + ": it has snapshots and is of another cluster than this"
                                + " one, which could not see to it later; delete these first: " + ids(lasting));
                    }
                    // After the mark the deletion is tried once more: the last snapshot may have gone meanwhile.
                    DeferredRemoval.mark(cloud, volume.id(), deadline);
                    return false;
                }
            }
        }
        snapshots.stream()
                .filter(snapshot -> snapshot.status() == SnapshotStatus.Known.DELETING)
                .forEach(snapshot -> SnapshotRemoval.awaitGone(cloud, snapshot.id(), deadline));
        return false;
    }

    /// Deletes snapshots that bear the same cluster's mark as the volume. Not Cinder's own cascade, which takes along
    /// whatever there is by then.
    private static void cascade(
            CinderCloud cloud, BlockVolume volume, List<BlockSnapshot> snapshots, Deadline deadline) {
        var mark = Optional.ofNullable(volume.metadata().get(CinderNames.CLUSTER));
        var foreign = snapshots.stream()
                .filter(snapshot -> !snapshot.volume().equals(volume.id())
                        || !mark.equals(Optional.ofNullable(snapshot.metadata().get(CinderNames.CLUSTER))))
                .toList();
        if (mark.isEmpty() || !foreign.isEmpty()) {
            throw new Failure.Precondition("delete volume " + volume.id()
                    + ": it has snapshots that this cluster did not take, delete these first: " + ids(foreign));
        }
        snapshots.forEach(snapshot -> SnapshotRemoval.delete(cloud, snapshot.id(), deadline));
    }

    private static String ids(List<BlockSnapshot> snapshots) {
        return snapshots.stream().map(BlockSnapshot::id).collect(Collectors.joining(", "));
    }

    private static Wait<BlockVolume> gone(String id) {
        return new Wait<>(
                id,
                CHANGE,
                "volume " + id + " to be gone",
                true,
                state -> state.stream().noneMatch(volume -> volume.status() == VolumeStatus.Known.DELETING));
    }

    private static void awaitGone(CinderCloud cloud, String id, Wait<BlockVolume> wait, Deadline deadline) {
        var what = "delete volume " + id;
        var state = Answers.read(what, () -> cloud.volumeWatch().await(wait, deadline));
        if (state.isEmpty()) {
            return;
        }
        var status = state.get().status();
        var cause = Causes.of(cloud, id, deadline);
        if (status.failed()) {
            throw new Failure.Broken(what + ": Cinder could not, its status is " + status.text() + cause);
        }
        throw new Failure.Aborted(what + ": Cinder gave it up, its status is " + status.text() + cause);
    }
}
