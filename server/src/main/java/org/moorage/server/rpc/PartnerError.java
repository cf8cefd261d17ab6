package org.moorage.server.rpc;

import io.grpc.Status;

/// What another driver answered in our place, or why it could not: it ends the call with that code. No failure of a
/// backend, hence no {@link org.moorage.api.failure.Failure}: the code was chosen elsewhere.
public final class PartnerError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status.Code code;

    /// @param code    with which the call ends
    /// @param message who answered, and what
    public PartnerError(Status.Code code, String message) {
        super(message);
        this.code = code;
    }

    /// With which the call ends.
    public Status.Code code() {
        return code;
    }
}
