package org.moorage.api.snapshot;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Takes snapshots of several volumes at one moment, deletes and finds them. Implementing this announces the
/// GroupController service and `CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT`. The members are snapshots like others in all
/// but their end.
public interface GroupSnapshots extends Role {
    /// Returns the group snapshot of that name, taking it unless one exists. A repeat returns the same id and the same
    /// members, and whether it is ready by then: callers keep the members of the first answer, and repeat until
    /// it is ready.
    ///
    /// @throws Failure.Conflict     a group snapshot of that name is of other volumes
    /// @throws Failure.NotFound     a volume is not there
    /// @throws Failure.Precondition the volumes cannot be taken together, or the backend is not set up for it
    /// @throws Failure.Exhausted    no room or quota; nothing was left behind
    /// @throws Failure.Invalid      a parameter cannot be met
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer; a repeat finds what was begun
    GroupSnapshot create(GroupSnapshotSpec spec, Deadline deadline);

    /// Deletes the group snapshot with its members, and returns when it is gone. One that is not there is a success.
    ///
    /// @throws Failure.Precondition a volume depends on a member
    /// @throws Failure.Unfinished   the deadline came first; the deletion goes on
    /// @throws Failure.Unavailable  the cloud did not answer
    void delete(GroupSnapshotId id, Secrets secrets, Deadline deadline);

    /// The group snapshot of that id; empty when there is none.
    ///
    /// @throws Failure.Unavailable the cloud did not answer
    Optional<GroupSnapshot> find(GroupSnapshotId id, Secrets secrets, Deadline deadline);
}
