package org.moorage.openstack.blockstorage;

import java.util.Map;

/// A volume type.
///
/// @param id         its UUID
/// @param name       its name, by which volumes and quotas show it
/// @param extraSpecs what a backend must be like; most of them are shown to administrators alone
public record VolumeType(String id, String name, Map<String, String> extraSpecs) {
    /// Copies the map.
    public VolumeType {
        extraSpecs = Map.copyOf(extraSpecs);
    }
}
