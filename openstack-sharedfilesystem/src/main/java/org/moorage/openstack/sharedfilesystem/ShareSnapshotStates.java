package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.watch.StateSource;

/// The states of Manila's snapshots of shares. Manila cannot list them by the time of their last change; together the
/// newest are listed.
///
/// @param snapshots the snapshots of one cloud
public record ShareSnapshotStates(ShareSnapshots snapshots) implements StateSource<ShareSnapshot> {
    private static final int MOST = 200;

    @Override
    public Optional<ShareSnapshot> read(String id, Deadline deadline) {
        return snapshots.find(id, deadline);
    }

    @Override
    public List<ShareSnapshot> readChanged(Instant since, Deadline deadline) {
        var newest = ShareSelection.everything().newestFirst().page(0, MOST);
        return snapshots.list(newest, deadline).entries();
    }

    @Override
    public String id(ShareSnapshot snapshot) {
        return snapshot.id();
    }

    @Override
    public String status(ShareSnapshot snapshot) {
        return snapshot.status().text();
    }
}
