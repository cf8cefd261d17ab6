package org.moorage.openstack.sharedfilesystem;

import java.util.Optional;

/// A pool of storage behind Manila, as its scheduler sees it.
///
/// @param name     the pool: `host@backend#pool`
/// @param host     the machine of the Manila process that serves it
/// @param backend  the name of the backend in Manila's configuration
/// @param freeGib  how much can still be promised of it, thin provisioning counted, in GiB; empty when the
///     backend does not know or knows no end
public record SharePool(String name, String host, String backend, Optional<Long> freeGib) {
    /// The Manila process that serves it: `host@backend`.
    public String process() {
        return host + "@" + backend;
    }
}
