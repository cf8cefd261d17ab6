package org.moorage.api.node;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Says who the node is on which this process runs.
public interface NodeIdentitySource extends Role {
    /// Who this node is. Repeats give the same id.
    ///
    /// @throws Failure.Unavailable the source of identity, such as the instance metadata, does not answer
    NodeIdentity identity(Deadline deadline);
}
