package org.moorage.manila;

import java.util.List;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Role;
import org.moorage.openstack.metadata.InstanceIdentity;

/// The driver, opened: its roles, and the sessions that it closes at its end.
final class ManilaBackend implements Backend {
    private final DriverIdentity identity;
    private final List<Role> roles;

    ManilaBackend(DriverIdentity identity, InstanceIdentity node) {
        this.identity = identity;
        this.roles = List.of(node);
    }

    @Override
    public DriverIdentity driver() {
        return identity;
    }

    @Override
    public List<Role> roles() {
        return roles;
    }

    @Override
    public void close() {}
}
