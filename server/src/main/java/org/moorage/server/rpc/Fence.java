package org.moorage.server.rpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.inject.Inject;
import org.moorage.api.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wall around each call: a failure becomes its code, anything else one INTERNAL answer and a stack trace in
/// the log, and a caller that goes away, or whose deadline comes, interrupts the thread that works for it.
public final class Fence implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

    @Inject
    public Fence() {}

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                var thread = Thread.currentThread();
                var watch = new Watch(thread);
                var context = Context.current();
                context.addListener(watch, Runnable::run);
                try {
                    super.onHalfClose();
                } catch (Failure failure) {
                    explain(failure);
                    close(call, FailureCodes.of(failure).toStatus().withDescription(OneLine.of(failure)));
                } catch (PartnerError error) {
                    close(call, error.code().toStatus().withDescription(OneLine.of(error)));
                } catch (Unsupported unsupported) {
                    close(call, Status.UNIMPLEMENTED.withDescription(unsupported.getMessage()));
                } catch (Throwable unexpected) {
                    report(call, unexpected);
                } finally {
                    context.removeListener(watch);
                    watch.end();
                }
            }
        };
    }

    private static void explain(Failure failure) {
        if (failure.getCause() != null) {
            LOG.atDebug().setCause(failure.getCause()).log("what lies behind the failure of a call");
        }
    }

    private static void report(ServerCall<?, ?> call, Throwable unexpected) {
        LOG.atError()
                .addKeyValue(LogKeys.RPC, call.getMethodDescriptor().getBareMethodName())
                .setCause(unexpected)
                .log("a defect of this driver ended a call");
        close(
                call,
                Status.INTERNAL.withDescription(
                        "a defect of this driver ended the call; its log has the stack trace: please report it"));
    }

    private static void close(ServerCall<?, ?> call, Status status) {
        call.close(status, new Metadata());
    }

    /// Interrupts the thread while it works for the call, and never after.
    private static final class Watch implements Context.CancellationListener {
        private final Thread thread;
        private boolean over;

        Watch(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void cancelled(Context context) {
            if (!over) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
            // What comes after the call on this thread must not find the flag.
            Thread.interrupted();
        }
    }
}
