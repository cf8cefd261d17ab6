package org.moorage.openstack.blockstorage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.moorage.openstack.http.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Reads the pages of a listing of what changed.
final class Pages {
    /// How often a listing is begun again that lost its way among objects that come and go.
    private static final int TRIES = 5;

    private Pages() {}

    /// The entries of all pages. A page that the service cannot find any more, since the object that marks its begin
    /// has gone meanwhile, makes it begin again: a listing is whole or fails.
    ///
    /// @param read reads the page behind a marker
    /// @throws OpenStackError the service does not tell
    static <T> List<T> all(Function<Optional<String>, Listing<T>> read) {
        for (var tries = 1; ; tries++) {
            var entries = new ArrayList<T>();
            if (collect(read, entries)) {
                return entries;
            }
            if (tries == TRIES) {
                throw new OpenStackError(
                        OpenStackError.Kind.UNKNOWN,
                        0,
                        "a listing lost its way " + TRIES + " times among what came and went",
                        Optional.empty(),
                        Optional.empty(),
                        null);
            }
        }
    }

    /// Whether all pages could be read.
    private static <T> boolean collect(Function<Optional<String>, Listing<T>> read, List<T> entries) {
        var marker = Optional.<String>empty();
        do {
            try {
                var page = read.apply(marker);
                entries.addAll(page.entries());
                marker = page.next();
            } catch (OpenStackError error) {
                if (marker.isEmpty() || !isLost(error)) {
                    throw error;
                }
                return false;
            }
        } while (marker.isPresent());
        return true;
    }

    private static boolean isLost(OpenStackError error) {
        return error.kind() == OpenStackError.Kind.REFUSED && (error.status() == 400 || error.status() == 404);
    }
}
