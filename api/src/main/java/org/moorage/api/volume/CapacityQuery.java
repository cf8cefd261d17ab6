package org.moorage.api.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For which volumes a caller wants to know the room (CSI 1.13, GetCapacityRequest, which carries no secrets).
///
/// @param capabilities the ways in which they shall be usable; empty asks nothing
/// @param parameters   the parameters of the StorageClass, as written there; keys of the orchestrator's own
///     among them
/// @param place        where they must be reachable from; empty is anywhere
public record CapacityQuery(
        List<VolumeCapability> capabilities, Map<String, String> parameters, Optional<Topology> place) {
    /// Copies the collections.
    public CapacityQuery {
        capabilities = List.copyOf(capabilities);
        parameters = Map.copyOf(parameters);
    }
}
