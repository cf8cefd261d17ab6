package org.moorage.openstack.watch;

import java.util.List;
import java.util.Optional;

/// What ended a wait.
///
/// @param state the object; empty when it is not there
/// @param among all that had changed since the wait began, the object with it, when the service was asked for many
///              at a time and surely told all; what was made since then and has not changed may be missing
/// @param <T>   an object as its service shows it
public record Sight<T>(Optional<T> state, Optional<List<T>> among) {
    /// Copies the list.
    public Sight {
        among = among.map(List::copyOf);
    }
}
