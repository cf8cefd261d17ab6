package org.moorage.openstack.http;

import org.moorage.api.Deadline;

/// One service of one cloud, reached through its catalog entry with a valid token: what typed clients are
/// built on.
///
/// Tokens, retries, `Retry-After` and microversion headers are dealt with behind this interface, so that no
/// typed client repeats a request by itself. Safe for many threads.
public interface Endpoint {
    /// Sends the call and returns the answer once its status is below 400.
    ///
    /// @throws OpenStackError if the service answers with 400 or above, cannot be reached, or the deadline
    ///     comes first
    Reply send(Call call, Deadline deadline);
}
