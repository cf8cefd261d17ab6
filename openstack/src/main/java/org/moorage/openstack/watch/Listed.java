package org.moorage.openstack.watch;

import java.util.List;

/// What a listing showed.
///
/// @param objects what it showed
/// @param whole   whether what it did not show is not there
/// @param <T>     an object as its service shows it
public record Listed<T>(List<T> objects, boolean whole) {
    /// Copies the list.
    public Listed {
        objects = List.copyOf(objects);
    }
}
