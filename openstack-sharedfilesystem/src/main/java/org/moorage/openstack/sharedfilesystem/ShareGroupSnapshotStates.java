package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.watch.StateSource;

/// The states of Manila's snapshots of share groups. There are few of them, so together all are listed.
///
/// @param snapshots the group snapshots of one cloud
public record ShareGroupSnapshotStates(ShareGroupSnapshots snapshots) implements StateSource<ShareGroupSnapshot> {
    @Override
    public Optional<ShareGroupSnapshot> read(String id, Deadline deadline) {
        return snapshots.find(id, deadline);
    }

    @Override
    public List<ShareGroupSnapshot> readChanged(Instant since, Deadline deadline) {
        return snapshots
                .list(ShareSelection.everything().newestFirst(), deadline)
                .entries();
    }

    @Override
    public String id(ShareGroupSnapshot snapshot) {
        return snapshot.id();
    }

    @Override
    public String status(ShareGroupSnapshot snapshot) {
        return snapshot.status().text();
    }
}
