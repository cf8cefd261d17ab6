package org.moorage.openstack.transport;

import org.moorage.openstack.http.OpenStackError;

/// How one try of a call ended.
sealed interface Outcome {
    /// An answer with a status below 300.
    record Answered(Answer answer) implements Outcome {}

    /// No usable answer.
    ///
    /// @param error what to throw when there is no further try
    /// @param again whether a further try does no harm
    /// @param ill   whether it speaks of an endpoint in trouble, rather than of this call
    record Failed(OpenStackError error, Again again, boolean ill) implements Outcome {}

    /// Whether a call may be tried again.
    enum Again {
        /// The service did not act on it.
        ALWAYS,
        /// The service may have acted.
        IF_REPEATABLE,
        /// The answer would be the same, or nobody waits for it.
        NEVER
    }
}
