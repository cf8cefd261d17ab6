package org.moorage.server.rpc;

import io.grpc.stub.StreamObserver;

/// The end of a call that went well.
public final class Answer {
    private Answer() {}

    /// Sends the one answer of a call.
    public static <R> void send(StreamObserver<R> caller, R answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }
}
