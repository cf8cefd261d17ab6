package org.moorage.api.volume;

import java.util.Set;
import org.moorage.api.node.NodeId;

/// A volume and the nodes that it is attached to at the time of reading (CSI 1.13, ListVolumesResponse.Entry).
///
/// @param volume the volume
/// @param nodes  the nodes, empty when it is attached nowhere
/// @param health how it is; {@link Health#GOOD} from a catalog that is no {@link VolumeHealth}
public record PublishedVolume(Volume volume, Set<NodeId> nodes, Health health) {
    /// Copies the set.
    public PublishedVolume {
        nodes = Set.copyOf(nodes);
    }

    /// A volume of which nothing bad is known.
    public PublishedVolume(Volume volume, Set<NodeId> nodes) {
        this(volume, nodes, Health.GOOD);
    }
}
