package org.moorage.api.node;

import java.util.Optional;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Topology;

/// Who a node is to the backend (CSI 1.13, NodeGetInfoResponse).
///
/// @param id       the node's id, the same over its whole life
/// @param limit    how many volumes the node can take
/// @param topology where the node is; empty when the backend keeps no topology
public record NodeIdentity(NodeId id, VolumeLimit limit, Optional<Topology> topology) {
    /// A node whose limit is known; 0 leaves it without one.
    ///
    /// @throws Failure.Invalid if the limit is negative
    public NodeIdentity(NodeId id, long maximumVolumes, Optional<Topology> topology) {
        this(id, new VolumeLimit.Fixed(maximumVolumes), topology);
    }
}
