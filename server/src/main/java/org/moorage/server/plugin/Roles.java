package org.moorage.server.plugin;

import java.util.List;
import java.util.Optional;
import org.moorage.api.plugin.Role;
import org.moorage.server.rpc.Unsupported;

/// The roles that the open backend fills, as it named them once.
public final class Roles {
    private final List<Role> all;

    public Roles(List<Role> all) {
        this.all = List.copyOf(all);
    }

    /// Whether the backend fills the role.
    public boolean has(Class<? extends Role> role) {
        return find(role).isPresent();
    }

    /// Who fills the role.
    public <R extends Role> Optional<R> find(Class<R> role) {
        return all.stream().filter(role::isInstance).map(role::cast).findFirst();
    }

    /// Who fills the role.
    ///
    /// @throws Unsupported if nobody does
    public <R extends Role> R require(Class<R> role) {
        return find(role)
                .orElseThrow(() -> new Unsupported(
                        "this driver has no " + role.getSimpleName() + "; its capabilities do not announce this call"));
    }
}
