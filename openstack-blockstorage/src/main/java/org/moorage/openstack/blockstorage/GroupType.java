package org.moorage.openstack.blockstorage;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A type of groups (3.11).
///
/// @param id    its UUID
/// @param name  its name
/// @param specs what it specifies; empty where the cloud hides that from the account
public record GroupType(String id, String name, Optional<Map<String, String>> specs) {
    record Body(String id, String name, @Nullable Map<String, String> groupSpecs) {
        GroupType toType() {
            return new GroupType(id, name, Optional.ofNullable(groupSpecs));
        }
    }
}
