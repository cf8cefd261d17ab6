package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of Cinder's groups. There are few of them, so together all are listed.
///
/// @param groups the groups of one cloud
public record GroupStates(Groups groups) implements StateSource<BlockGroup> {
    @Override
    public Optional<BlockGroup> read(String id, Deadline deadline) {
        try {
            return Optional.of(groups.show(id, deadline));
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    @Override
    public List<BlockGroup> readChanged(Instant since, Deadline deadline) {
        return Pages.all(marker -> groups.list(Selection.everything().page(marker, 0), deadline));
    }

    @Override
    public String id(BlockGroup one) {
        return one.id();
    }

    @Override
    public String status(BlockGroup one) {
        return one.status();
    }
}
