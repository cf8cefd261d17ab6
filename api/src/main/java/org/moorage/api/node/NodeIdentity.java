package org.moorage.api.node;

import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Topology;

/// Who a node is to the backend (CSI 1.13, NodeGetInfoResponse).
///
/// @param id             the node's id, the same over its whole life
/// @param maximumVolumes how many volumes the node can take; 0 leaves the node without a limit
/// @param topology       where the node is; empty when the backend keeps no topology
public record NodeIdentity(NodeId id, long maximumVolumes, Optional<Topology> topology) {
    /// @throws Failure.Invalid if the limit is negative
    public NodeIdentity {
        if (maximumVolumes < 0) {
            throw new Failure.Invalid("the limit of volumes of a node is negative: " + maximumVolumes);
        }
    }
}
