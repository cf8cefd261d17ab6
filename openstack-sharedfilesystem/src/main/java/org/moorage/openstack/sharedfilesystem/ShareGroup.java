package org.moorage.openstack.sharedfilesystem;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A share group as Manila shows it. Which shares belong to it they tell themselves.
///
/// @param id               its UUID
/// @param name             its name, which need not be unique
/// @param description      its description
/// @param status           its status
/// @param groupType        the id of its group type
/// @param types            the ids of the share types that its shares may have
/// @param availabilityZone its zone
/// @param shareNetwork     the id of its share network
/// @param createdAt        when Manila accepted it
public record ShareGroup(
        String id,
        String name,
        String description,
        ShareStatus status,
        Optional<String> groupType,
        List<String> types,
        Optional<String> availabilityZone,
        Optional<String> shareNetwork,
        Instant createdAt) {
    /// Copies the list.
    public ShareGroup {
        types = List.copyOf(types);
    }
}
