package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of Cinder's group snapshots. There are few of them, so together all are listed.
///
/// @param snapshots the group snapshots of one cloud
public record GroupSnapshotStates(GroupSnapshots snapshots) implements StateSource<BlockGroupSnapshot> {
    @Override
    public Optional<BlockGroupSnapshot> read(String id, Deadline deadline) {
        try {
            return Optional.of(snapshots.show(id, deadline));
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    @Override
    public List<BlockGroupSnapshot> readChanged(Instant since, Deadline deadline) {
        return Pages.all(marker -> snapshots.list(Selection.everything().page(marker, 0), deadline));
    }

    @Override
    public String id(BlockGroupSnapshot one) {
        return one.id();
    }

    @Override
    public String status(BlockGroupSnapshot one) {
        return one.status();
    }
}
