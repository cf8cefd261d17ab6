package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of Cinder's volumes; together they are listed by the time of their last change (3.60).
///
/// @param volumes the volumes of one cloud
public record VolumeStates(Volumes volumes) implements StateSource<BlockVolume> {
    @Override
    public Optional<BlockVolume> read(String id, Deadline deadline) {
        try {
            return Optional.of(volumes.show(id, deadline));
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    @Override
    public List<BlockVolume> readChanged(Instant since, Deadline deadline) {
        var changed = Selection.everything().changedSince(since);
        return Pages.all(marker -> volumes.list(changed.page(marker, 0), deadline));
    }

    /// The volumes that are being made. Those among them that have not changed since they were asked for are in no
    /// listing of what changed.
    ///
    /// @throws OpenStackError if Cinder does not tell
    public List<BlockVolume> readBeingMade(Deadline deadline) {
        var selection = Selection.everything().inStatus(VolumeStatus.Known.CREATING.text());
        return Pages.all(marker -> volumes.list(selection.page(marker, 0), deadline));
    }

    @Override
    public Optional<Instant> changedAt(BlockVolume volume) {
        return volume.updatedAt();
    }

    @Override
    public String id(BlockVolume volume) {
        return volume.id();
    }

    @Override
    public String status(BlockVolume volume) {
        return volume.status().text();
    }
}
