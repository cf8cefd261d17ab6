package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.openstack.blockstorage.SnapshotStatus.Known;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of Cinder's snapshots. Cinder cannot list these by the time of their last change; together they are
/// listed by the two states in which anybody waits for them.
///
/// @param snapshots the snapshots of one cloud
public record SnapshotStates(Snapshots snapshots) implements StateSource<BlockSnapshot> {
    @Override
    public Optional<BlockSnapshot> read(String id, Deadline deadline) {
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
    public List<BlockSnapshot> readChanged(Instant since, Deadline deadline) {
        return Stream.of(Known.CREATING, Known.DELETING)
                .flatMap(status -> inStatus(status.text(), deadline).stream())
                .toList();
    }

    private List<BlockSnapshot> inStatus(String status, Deadline deadline) {
        var selection = Selection.everything().inStatus(status);
        return Pages.all(marker -> snapshots.list(selection.page(marker, 0), deadline));
    }

    @Override
    public String id(BlockSnapshot snapshot) {
        return snapshot.id();
    }

    @Override
    public String status(BlockSnapshot snapshot) {
        return snapshot.status().text();
    }
}
