package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A link beside a page of a listing. Its address may name a host that only the service's proxy can reach, so
/// only the fact that there is a next page is taken from it.
///
/// @param rel what the link is for
record Link(@Nullable String rel) {
    /// The marker of the next page: the id of this page's last entry.
    static <T> Optional<String> next(@Nullable List<Link> links, List<T> entries, Function<T, String> id) {
        var more = links != null && links.stream().anyMatch(link -> "next".equals(link.rel()));
        return more && !entries.isEmpty() ? Optional.of(id.apply(entries.getLast())) : Optional.empty();
    }
}
