package org.moorage.api.volume;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Says how much room there is for new volumes. Implementing this announces `GET_CAPACITY`.
///
/// Callers ask for each StorageClass in each place every minute and after each volume that comes or goes, so an
/// implementation answers a burst of calls from one look at its cloud.
public interface CapacityReporter extends Role {
    /// How much room there is for volumes of that class in that place. A place that the backend does not know
    /// has none.
    ///
    /// @throws Failure.Invalid     a parameter cannot be met
    /// @throws Failure.Unavailable the cloud did not answer: no answer is better than a wrong one, since
    ///     callers keep volumes away from where there is no room
    /// @throws Failure.Unfinished  the deadline came first
    Capacity capacity(CapacityQuery query, Deadline deadline);
}
