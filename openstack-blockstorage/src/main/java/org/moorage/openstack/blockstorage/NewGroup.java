package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Optional;

/// A group that Cinder is asked to make.
///
/// @param name             its name
/// @param description      its description
/// @param groupType        the name or id of its type
/// @param volumeTypes      the names or ids of the types that its volumes may have
/// @param availabilityZone its zone; empty leaves it to Cinder
public record NewGroup(
        String name,
        String description,
        String groupType,
        List<String> volumeTypes,
        Optional<String> availabilityZone) {
    /// Copies the list.
    public NewGroup {
        volumeTypes = List.copyOf(volumeTypes);
    }
}
