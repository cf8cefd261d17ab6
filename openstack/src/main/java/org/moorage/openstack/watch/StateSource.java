package org.moorage.openstack.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;

/// Where a {@link StatusWatch} reads the state of one kind of object from.
///
/// @param <T> an object as its service shows it
public interface StateSource<T> {
    /// The object as it stands now; empty when there is none.
    ///
    /// @throws OpenStackError if the service does not tell
    Optional<T> read(String id, Deadline deadline);

    /// Objects that changed at that time or later, as many as one filtered listing gives. One that is missing may
    /// be unchanged, gone, or unknown to the filter.
    ///
    /// @throws OpenStackError if the service does not tell
    List<T> readChanged(Instant since, Deadline deadline);

    /// What one listing on behalf of many shows.
    ///
    /// @throws OpenStackError if the service does not tell
    default Listed<T> readTogether(Instant since, Deadline deadline) {
        return new Listed<>(readChanged(since, deadline), false);
    }

    /// Whether objects can be listed on behalf of many; otherwise each is read by itself.
    default boolean listable() {
        return true;
    }

    /// When the object last changed, by the service's clock, if listings of what changed show every change that
    /// comes after it; empty when what they miss tells nothing.
    default Optional<Instant> changedAt(T object) {
        return Optional.empty();
    }

    /// The object's id.
    String id(T object);

    /// The object's status, for messages.
    String status(T object);
}
