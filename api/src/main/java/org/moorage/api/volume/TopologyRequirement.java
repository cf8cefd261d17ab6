package org.moorage.api.volume;

import java.util.List;

/// Where a volume must be reachable from (CSI 1.13, TopologyRequirement).
///
/// @param requisite the places of which at least one must reach the volume; empty asks nothing
/// @param preferred the same places, or some of them, in the order in which they are to be tried
public record TopologyRequirement(List<Topology> requisite, List<Topology> preferred) {
    private static final TopologyRequirement NONE = new TopologyRequirement(List.of(), List.of());

    /// Copies the lists.
    public TopologyRequirement {
        requisite = List.copyOf(requisite);
        preferred = List.copyOf(preferred);
    }

    /// The requirement of a caller that asks nothing.
    public static TopologyRequirement none() {
        return NONE;
    }
}
