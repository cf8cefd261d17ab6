package org.moorage.cinder;

import java.time.Duration;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.SnapshotStatus;

/// Takes and deletes Cinder snapshots.
final class CinderSnapshots implements SnapshotProvisioner {
    /// Most clouds take a snapshot in less, which saves the caller the repeat; the others are not waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Clouds clouds;
    private final DriverSettings settings;

    CinderSnapshots(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Snapshot create(SnapshotSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var parameters = SnapshotParameters.of(spec.parameters());
        var creation = new SnapshotCreation(cloud, spec, parameters, SnapshotCreation.Use.ITS_OWN, settings, deadline);
        return answer(creation.make(PATIENCE));
    }

    @Override
    public void delete(SnapshotId id, Secrets secrets, Deadline deadline) {
        SnapshotRemoval.delete(clouds.of(secrets), id.value(), deadline);
    }

    /// A snapshot as the callers of CSI see it.
    static Snapshot answer(BlockSnapshot snapshot) {
        return new Snapshot(
                new SnapshotId(snapshot.id()),
                new VolumeId(snapshot.volume()),
                snapshot.size(),
                snapshot.createdAt(),
                snapshot.status() == SnapshotStatus.Known.AVAILABLE);
    }
}
