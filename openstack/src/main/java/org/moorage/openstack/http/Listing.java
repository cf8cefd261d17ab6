package org.moorage.openstack.http;

import java.util.List;
import java.util.Optional;

/// One page of what a service lists.
///
/// @param entries what the page holds, in the service's order
/// @param next    the marker of the next page; empty on the last
/// @param <T>     what is listed
public record Listing<T>(List<T> entries, Optional<String> next) {
    /// Copies the entries.
    public Listing {
        entries = List.copyOf(entries);
    }
}
