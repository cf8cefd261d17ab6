package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.watch.StateSource;

/// The states of Manila's share groups. There are few of them, so together all are listed.
///
/// @param groups the share groups of one cloud
public record ShareGroupStates(ShareGroups groups) implements StateSource<ShareGroup> {
    @Override
    public Optional<ShareGroup> read(String id, Deadline deadline) {
        return groups.find(id, deadline);
    }

    @Override
    public List<ShareGroup> readChanged(Instant since, Deadline deadline) {
        return groups.list(ShareSelection.everything().newestFirst(), deadline).entries();
    }

    @Override
    public String id(ShareGroup group) {
        return group.id();
    }

    @Override
    public String status(ShareGroup group) {
        return group.status().text();
    }
}
