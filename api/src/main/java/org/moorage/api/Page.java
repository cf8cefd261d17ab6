package org.moorage.api;

import java.util.List;
import java.util.Optional;
import org.moorage.api.failure.Failure;

/// One page of a listing.
///
/// @param entries what the page holds, in the backend's own stable order
/// @param next    the token under which the following page is asked for; empty on the last page
/// @param <T>     what is listed
public record Page<T>(List<T> entries, Optional<String> next) {
    /// Copies the entries.
    public Page {
        entries = List.copyOf(entries);
    }

    /// What a caller asks of a listing (CSI 1.13, `max_entries` and `starting_token`).
    ///
    /// @param limit most entries a page may hold; 0 leaves it to the backend, which then returns all that
    ///     remain
    /// @param start the token of an earlier page; empty for the first
    public record Request(int limit, Optional<String> start) {
        /// @throws Failure.Invalid if `limit` is negative
        public Request {
            if (limit < 0) {
                throw new Failure.Invalid("max_entries is negative: " + limit);
            }
        }
    }
}
