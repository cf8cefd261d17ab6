package org.moorage.openstack.session;

import java.time.Instant;
import java.util.Optional;
import org.moorage.api.Secret;

/// A token and what it opens. Times are by our own clock.
///
/// @param value    what requests carry
/// @param renewAt  when to fetch the next one
/// @param expiry   when it is of no use any more
/// @param catalog  the services that it may use
/// @param project  the id of the project that it is for, if it is for one
record Token(Secret value, Instant renewAt, Instant expiry, Catalog catalog, Optional<String> project) {}
