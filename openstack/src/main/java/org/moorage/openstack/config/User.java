package org.moorage.openstack.config;

import java.util.Optional;

/// A Keystone user, by id, or by name within a domain; an id wins over a name.
///
/// @param id     its id, if one is given
/// @param name   its name, if one is given
/// @param domain the domain of the name
public record User(Optional<String> id, Optional<String> name, Domain domain) {
    /// Whether neither id nor name is given.
    public boolean isEmpty() {
        return id.isEmpty() && name.isEmpty();
    }
}
