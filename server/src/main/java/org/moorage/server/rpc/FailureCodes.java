package org.moorage.server.rpc;

import io.grpc.Status;
import org.moorage.api.failure.Failure;

/// The one table from failures to gRPC codes (CSI 1.13, "Error Scheme").
///
/// Callers take every code but DEADLINE_EXCEEDED, ABORTED and UNAVAILABLE as word that nothing is in progress.
final class FailureCodes {
    private FailureCodes() {}

    static Status.Code of(Failure failure) {
        return switch (failure) {
            case Failure.NotFound _ -> Status.Code.NOT_FOUND;
            case Failure.Conflict _ -> Status.Code.ALREADY_EXISTS;
            case Failure.Precondition _ -> Status.Code.FAILED_PRECONDITION;
            case Failure.Exhausted _ -> Status.Code.RESOURCE_EXHAUSTED;
            case Failure.OutOfRange _ -> Status.Code.OUT_OF_RANGE;
            case Failure.Unavailable _ -> Status.Code.UNAVAILABLE;
            case Failure.Aborted _ -> Status.Code.ABORTED;
            case Failure.Unfinished _ -> Status.Code.DEADLINE_EXCEEDED;
            case Failure.Denied _ -> Status.Code.PERMISSION_DENIED;
            case Failure.Invalid _ -> Status.Code.INVALID_ARGUMENT;
            case Failure.Broken _ -> Status.Code.INTERNAL;
        };
    }
}
