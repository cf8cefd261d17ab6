package org.moorage.openstack.blockstorage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.openstack.blockstorage.BackupStatus.Known;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.watch.StateSource;

/// The states of Cinder's backups. Cinder cannot list these by the time of their last change; together they are listed
/// by the two states in which anybody waits for them.
///
/// @param backups the backups of one cloud
public record BackupStates(Backups backups) implements StateSource<BlockBackup> {
    @Override
    public Optional<BlockBackup> read(String id, Deadline deadline) {
        try {
            return Optional.of(backups.show(id, deadline));
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    @Override
    public List<BlockBackup> readChanged(Instant since, Deadline deadline) {
        return Stream.of(Known.CREATING, Known.DELETING)
                .flatMap(status -> inStatus(status.text(), deadline).stream())
                .toList();
    }

    private List<BlockBackup> inStatus(String status, Deadline deadline) {
        var selection = Selection.everything().inStatus(status);
        return Pages.all(marker -> backups.list(selection.page(marker, 0), deadline));
    }

    @Override
    public String id(BlockBackup backup) {
        return backup.id();
    }

    @Override
    public String status(BlockBackup backup) {
        return backup.status().text();
    }
}
