package org.moorage.cinder;

import java.time.Duration;
import java.time.InstantSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotSpec;

/// Takes and deletes Cinder snapshots, and backups where a VolumeSnapshotClass asks for them.
final class CinderSnapshots implements SnapshotProvisioner {
    /// Most clouds take a snapshot in less, which saves the caller the repeat; the others are not waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Clouds clouds;
    private final DriverSettings settings;
    private final InstantSource clock;

    CinderSnapshots(Clouds clouds, DriverSettings settings, InstantSource clock) {
        this.clouds = clouds;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Snapshot create(SnapshotSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        var parameters = SnapshotParameters.of(spec.parameters());
        if (parameters.backup()) {
            return new BackupCreation(cloud, spec, parameters, settings, clock, deadline).make();
        }
        var creation = new SnapshotCreation(cloud, spec, parameters, SnapshotCreation.Use.ITS_OWN, settings, deadline);
        var snapshot = creation.make(PATIENCE);
        cloud.kinds().learn(snapshot.id(), SnapshotKinds.Kind.SNAPSHOT);
        return Copy.answer(snapshot);
    }

    @Override
    public void delete(SnapshotId id, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets);
        var done = cloud.kinds().mayBe(id.value(), SnapshotKinds.Kind.SNAPSHOT)
                && SnapshotRemoval.delete(cloud, id.value(), deadline);
        if (!done && cloud.kinds().mayBe(id.value(), SnapshotKinds.Kind.BACKUP)) {
            BackupRemoval.delete(cloud, id.value(), deadline);
        }
        new DeferredRemoval(settings.cluster()).sweep(cloud, deadline);
    }
}
