package org.moorage.openstack.config;

import java.util.Optional;

/// What a token is to be valid for. Credentials that carry their own scope have none of these.
public sealed interface Scope {
    /// One project, by id, or by name within a domain; an id wins over a name.
    record Project(Optional<String> id, Optional<String> name, Domain domain) implements Scope {}

    /// A whole domain.
    record WholeDomain(Domain domain) implements Scope {}
}
