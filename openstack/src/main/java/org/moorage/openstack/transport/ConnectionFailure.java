package org.moorage.openstack.transport;

/// A request that brought no answer at all.
final class ConnectionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable reason;

    /// @param reason what the HTTP client said: an `IOException`, or an `InterruptedException` when the
    ///     caller went away
    ConnectionFailure(Throwable reason) {
        super(reason);
        this.reason = reason;
    }

    /// What the HTTP client said.
    Throwable reason() {
        return reason;
    }
}
