package org.moorage.server.rpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refuses bytes that are no message of the call's type, which gRPC itself takes for a defect of the server.
final class WellFormed implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(WellFormed.class);

    private WellFormed() {}

    /// The service behind its interceptors, which see well-formed messages only.
    ///
    /// @param interceptors the innermost first
    static ServerServiceDefinition only(BindableService service, ServerInterceptor... interceptors) {
        return ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(ServerInterceptors.intercept(service, interceptors)),
                new WellFormed());
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean torn;

            @Override
            public void onMessage(Q bytes) {
                try {
                    super.onMessage(bytes);
                } catch (StatusRuntimeException _) {
                    torn = true;
                    var rpc = String.valueOf(call.getMethodDescriptor().getBareMethodName());
                    LOG.atWarn().addKeyValue(LogKeys.RPC, rpc).log("a caller sent bytes that are no request");
                    call.close(
                            Status.INVALID_ARGUMENT.withDescription("the bytes of the request are no message of " + rpc
                                    + ": is the caller of another CSI version?"),
                            new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!torn) {
                    super.onHalfClose();
                }
            }
        };
    }
}
