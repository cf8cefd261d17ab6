package org.moorage.api.volume;

import java.util.Map;

/// A place in the cluster, by named segments such as `topology.cinder.csi.openstack.org/zone` (CSI 1.13,
/// Topology).
///
/// @param segments values by key; an empty map is every place
public record Topology(Map<String, String> segments) {
    /// Copies the segments.
    public Topology {
        segments = Map.copyOf(segments);
    }
}
