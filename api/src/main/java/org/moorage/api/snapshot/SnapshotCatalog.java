package org.moorage.api.snapshot;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Lists snapshots and finds single ones. Implementing this announces `LIST_SNAPSHOTS` and `GET_SNAPSHOT`.
public interface SnapshotCatalog extends Role {
    /// Lists snapshots, whole or not at all; those that are being deleted are left out.
    ///
    /// @throws Failure.Aborted     the token is of no listing; start again
    /// @throws Failure.Unavailable a cloud did not answer
    Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline);

    /// The snapshot of that id; empty when there is none, or when it is being deleted.
    ///
    /// @throws Failure.Unavailable a cloud did not answer
    Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline);
}
