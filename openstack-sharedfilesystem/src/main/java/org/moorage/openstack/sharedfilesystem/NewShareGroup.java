package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Optional;

/// A share group that Manila is asked to make.
///
/// @param name             its name
/// @param description      its description
/// @param groupType        the id of its group type; empty for Manila's default
/// @param types            the ids of the share types that its shares may have; empty for Manila's default type
/// @param availabilityZone its zone; empty leaves it to Manila
/// @param shareNetwork     the id of its share network
public record NewShareGroup(
        String name,
        String description,
        Optional<String> groupType,
        List<String> types,
        Optional<String> availabilityZone,
        Optional<String> shareNetwork) {
    /// Copies the list.
    public NewShareGroup {
        types = List.copyOf(types);
    }
}
