package org.moorage.api.snapshot;

import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Takes and deletes snapshots. Implementing this announces `CREATE_DELETE_SNAPSHOT`, and that
/// {@link org.moorage.api.volume.VolumeProvisioner#create} accepts a snapshot as content source.
public interface SnapshotProvisioner extends Role {
    /// Returns the snapshot of that name, taking it unless one exists. A repeat returns the same id, and
    /// whether it is ready by then: callers repeat until it is, so this need not wait for that.
    ///
    /// @throws Failure.Conflict     a snapshot of that name is of another volume
    /// @throws Failure.NotFound     the volume is not there
    /// @throws Failure.Precondition the volume's state forbids it, and the parameters do not allow to force it
    /// @throws Failure.Exhausted    no room or quota; nothing was left behind
    /// @throws Failure.Invalid      a parameter cannot be met
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer; a repeat finds what was begun
    Snapshot create(SnapshotSpec spec, Deadline deadline);

    /// Deletes the snapshot and returns when it is gone. A snapshot that is not there is a success.
    ///
    /// @throws Failure.Precondition a volume depends on it; it is unchanged
    /// @throws Failure.Unfinished   the deadline came first; the deletion goes on
    /// @throws Failure.Unavailable  the cloud did not answer
    void delete(SnapshotId id, Secrets secrets, Deadline deadline);
}
