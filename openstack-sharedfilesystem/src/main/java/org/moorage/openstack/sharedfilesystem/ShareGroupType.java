package org.moorage.openstack.sharedfilesystem;

import java.util.List;
import java.util.Map;

/// A type of share groups.
///
/// @param id    its UUID
/// @param name  its name
/// @param specs what a backend must be like, such as `consistent_snapshot_support`
/// @param types the ids of the share types that groups of it may hold
public record ShareGroupType(String id, String name, Map<String, String> specs, List<String> types) {
    /// Copies the collections.
    public ShareGroupType {
        specs = Map.copyOf(specs);
        types = List.copyOf(types);
    }
}
