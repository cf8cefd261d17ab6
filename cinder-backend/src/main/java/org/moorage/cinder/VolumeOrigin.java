package org.moorage.cinder;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BackupStatus;
import org.moorage.openstack.blockstorage.BlockBackup;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// What a new volume is filled with, checked, and what follows from it.
///
/// @param snapshot the snapshot to fill it with
/// @param volume   the volume to fill it with
/// @param backup   the backup to fill it with
/// @param size     how large the new volume must be
/// @param zone     where it must be
record VolumeOrigin(
        Optional<String> snapshot,
        Optional<String> volume,
        Optional<String> backup,
        Bytes size,
        Optional<String> zone) {
    /// Looks at the source of a wanted volume. Cinder keeps a copy in the zone of its source, so that zone is asked
    /// for, whatever the topology prefers.
    ///
    /// @throws Failure.NotFound     the source is not there
    /// @throws Failure.Precondition the source cannot be used as it stands
    /// @throws Failure.Exhausted    the source is in none of the zones that are allowed
    static VolumeOrigin of(CinderCloud cloud, WantedVolume wanted, Deadline deadline) {
        var source = wanted.spec().source();
        if (source.isEmpty()) {
            return new VolumeOrigin(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    wanted.size(),
                    wanted.placement().zone());
        }
        return switch (source.get()) {
            case ContentSource.FromSnapshot from ->
                ofCopy(cloud, from.snapshot().value(), wanted, deadline);
            case ContentSource.FromVolume from -> ofVolume(cloud, from.volume().value(), wanted, deadline);
        };
    }

    private static VolumeOrigin ofCopy(CinderCloud cloud, String id, WantedVolume wanted, Deadline deadline) {
        var what = "restore snapshot " + id;
        return switch (Copy.find(cloud, what, id, deadline)
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such snapshot or backup"))) {
            case Copy.OfSnapshot(var snapshot) -> ofSnapshot(cloud, what, snapshot, wanted, deadline);
            case Copy.OfBackup(var backup) -> ofBackup(what, backup, wanted);
        };
    }

    /// A backup can be restored into any zone, so the one that is asked for stands.
    private static VolumeOrigin ofBackup(String what, BlockBackup backup, WantedVolume wanted) {
        switch (backup.status()) {
            case BackupStatus.Known.AVAILABLE -> {}
            case BackupStatus.Known.CREATING ->
                throw new Failure.Unavailable(what + ": the backup is still being made");
            case BackupStatus.Known.RESTORING ->
                throw new Failure.Unavailable(what + ": another volume is being made of the backup");
            case BackupStatus other ->
                throw new Failure.Precondition(what + ": the backup's status is " + other.text());
        }
        return new VolumeOrigin(
                Optional.empty(),
                Optional.empty(),
                Optional.of(backup.id()),
                wanted.sizeFor(backup.size()),
                wanted.placement().zone());
    }

    private static VolumeOrigin ofSnapshot(
            CinderCloud cloud, String what, BlockSnapshot snapshot, WantedVolume wanted, Deadline deadline) {
        switch (snapshot.status()) {
            case SnapshotStatus.Known.AVAILABLE -> {}
            case SnapshotStatus.Known.CREATING ->
                throw new Failure.Unavailable(what + ": the snapshot is still being taken");
            case SnapshotStatus other ->
                throw new Failure.Precondition(what + ": the snapshot's status is " + other.text());
        }
        // The zone of a snapshot is its volume's. Where nobody asks for a zone, Cinder finds it itself.
        var zone = wanted.placement().zone().flatMap(_ -> zoneOf(cloud, snapshot, deadline));
        return new VolumeOrigin(
                Optional.of(snapshot.id()),
                Optional.empty(),
                Optional.empty(),
                wanted.sizeFor(snapshot.size()),
                allowed(what, zone, wanted.placement()));
    }

    private static Optional<String> zoneOf(CinderCloud cloud, BlockSnapshot snapshot, Deadline deadline) {
        var what = "restore snapshot " + snapshot.id();
        return Answers.find(what, () -> cloud.volumes().show(snapshot.volume(), deadline))
                .flatMap(BlockVolume::availabilityZone);
    }

    private static VolumeOrigin ofVolume(CinderCloud cloud, String id, WantedVolume wanted, Deadline deadline) {
        var what = "clone volume " + id;
        var volume = Answers.find(what, () -> cloud.volumes().show(id, deadline))
                .orElseThrow(() -> new Failure.NotFound(what + ": there is no such volume"));
        switch (volume.status()) {
            case VolumeStatus.Known.AVAILABLE, VolumeStatus.Known.IN_USE -> {}
            case VolumeStatus.Known.DELETING -> throw new Failure.NotFound(what + ": the volume is being deleted");
            case VolumeStatus status
            when status.failed() -> throw new Failure.Precondition(what + ": the volume's status is " + status.text());
            case VolumeStatus passing ->
                throw new Failure.Unavailable(what + ": the volume's status is " + passing.text());
        }
        return new VolumeOrigin(
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                wanted.sizeFor(volume.size()),
                allowed(what, volume.availabilityZone(), wanted.placement()));
    }

    private static Optional<String> allowed(String what, Optional<String> zone, Placement placement) {
        zone.filter(name -> !placement.allows(name)).ifPresent(name -> {
            throw new Failure.Exhausted(what + ": it is in availability zone " + name
                    + " and a copy must be, too, but asked for is one of " + placement.allowed());
        });
        return zone;
    }
}
