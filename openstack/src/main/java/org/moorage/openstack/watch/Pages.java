package org.moorage.openstack.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.moorage.openstack.blockstorage.Listing;
import org.moorage.openstack.http.OpenStackError;

/// Reads the pages of a listing of what changed.
final class Pages {
    private Pages() {}

    /// The entries of all pages, or of those before one that the service cannot find any more, since the object that
    /// marks its begin has gone meanwhile.
    ///
    /// @param read reads the page behind a marker
    /// @throws OpenStackError the service does not tell
    static <T> List<T> all(Function<Optional<String>, Listing<T>> read) {
        var entries = new ArrayList<T>();
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
                return entries;
            }
        } while (marker.isPresent());
        return entries;
    }

    private static boolean isLost(OpenStackError error) {
        return error.kind() == OpenStackError.Kind.REFUSED && (error.status() == 400 || error.status() == 404);
    }
}
