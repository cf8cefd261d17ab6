package org.moorage.cinder;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.openstack.answer.Answers;

/// Takes, deletes and finds Cinder's group snapshots.
final class CinderGroupSnapshots implements GroupSnapshots {
    private final Clouds clouds;
    private final DriverSettings settings;

    CinderGroupSnapshots(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public GroupSnapshot create(GroupSnapshotSpec spec, Deadline deadline) {
        return new GroupSnapshotCreation(clouds.of(spec.secrets()), spec, settings, deadline).make();
    }

    @Override
    public void delete(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        new GroupSnapshotRemoval(clouds.of(secrets), settings, deadline).delete(id.value());
    }

    @Override
    public Optional<GroupSnapshot> find(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets);
        var what = "look up group snapshot " + id;
        return Answers.find(what, () -> cloud.groupSnapshots().show(id.value(), deadline))
                .filter(taken -> !taken.status().equals("deleting"))
                .map(taken -> GroupMembers.answer(cloud, what, taken, deadline));
    }
}
