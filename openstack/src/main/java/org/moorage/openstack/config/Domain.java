package org.moorage.openstack.config;

import java.util.Optional;

/// A Keystone domain, by id or by name; an id wins over a name.
///
/// @param id   its id, if one is given
/// @param name its name, if one is given
public record Domain(Optional<String> id, Optional<String> name) {
    /// Whether neither id nor name is given.
    public boolean isEmpty() {
        return id.isEmpty() && name.isEmpty();
    }

    /// This domain, or the other one when this is empty.
    public Domain or(Domain other) {
        return isEmpty() ? other : this;
    }
}
