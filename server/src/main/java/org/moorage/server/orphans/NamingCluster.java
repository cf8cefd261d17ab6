package org.moorage.server.orphans;

import org.moorage.api.Deadline;

/// The cluster that may name objects of the cloud.
@FunctionalInterface
public interface NamingCluster {
    /// All that it names now: read anew, and whole.
    ///
    /// @throws org.moorage.api.failure.Failure.Unavailable it cannot be read whole
    ClusterNames names(Deadline deadline);
}
