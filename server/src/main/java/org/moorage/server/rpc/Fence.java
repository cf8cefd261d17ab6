package org.moorage.server.rpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wall around each call. A failure becomes its code, and anything else an answer that says what is known, and a
/// stack trace in the log. A caller that goes away, or whose deadline comes, interrupts the thread that works for it;
/// a thread that does not heed that is given up, and its caller is answered without it.
public final class Fence implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

    /// The calls that change nothing: of all others, nobody knows after a defect what they have done.
    private static final Set<String> READING = Set.of(
            "Probe",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "ControllerGetCapabilities",
            "GroupControllerGetCapabilities",
            "NodeGetCapabilities",
            "ValidateVolumeCapabilities",
            "ListVolumes",
            "ControllerGetVolume",
            "ControllerListVolumeHealth",
            "ControllerGetVolumeHealth",
            "GetCapacity",
            "ListSnapshots",
            "GetSnapshot",
            "GetVolumeGroupSnapshot",
            "NodeGetVolumeStats",
            "NodeGetVolumeHealth",
            "NodeGetStorageHealth",
            "NodeGetInfo");

    private final CallDeadlines deadlines;
    private final StuckCalls stuck;
    private final Meters meters;
    private final DriverIdentity driver;

    @Inject
    public Fence(CallDeadlines deadlines, StuckCalls stuck, Meters meters, DriverIdentity driver) {
        this.deadlines = deadlines;
        this.stuck = stuck;
        this.meters = meters;
        this.driver = driver;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var answer = new OneAnswer<>(call);
        var rpc = String.valueOf(call.getMethodDescriptor().getBareMethodName());
        return new SimpleForwardingServerCallListener<>(next.startCall(answer, headers)) {
            @Override
            public void onHalfClose() {
                var thread = Thread.currentThread();
                var watch = new Watch(thread);
                var context = Context.current();
                context.addListener(watch, Runnable::run);
                try (var _ = stuck.watch(rpc, deadlines.lastMoment(), () -> giveUp(rpc, answer, watch))) {
                    super.onHalfClose();
                } catch (Failure failure) {
                    explain(failure);
                    answer.end(FailureCodes.of(failure).toStatus().withDescription(OneLine.of(failure)));
                } catch (PartnerError error) {
                    answer.end(error.code().toStatus().withDescription(OneLine.of(error)));
                } catch (Unsupported unsupported) {
                    answer.end(Status.UNIMPLEMENTED.withDescription(unsupported.getMessage()));
                } catch (Throwable unexpected) {
                    report(rpc, unexpected);
                    answer.end(defect(rpc, unexpected));
                } finally {
                    context.removeListener(watch);
                    watch.end();
                }
            }
        };
    }

    private static void giveUp(String rpc, OneAnswer<?, ?> answer, Watch watch) {
        answer.end(Status.DEADLINE_EXCEEDED.withDescription(
                "the driver has not come back from " + rpc + " by the deadline; it may be at work still: ask again"));
        // On a thread of its own: what it wakes may run code of the backend, and other calls wait for their end.
        var _ = Thread.ofVirtual().start(watch::interrupt);
    }

    private static void explain(Failure failure) {
        if (failure.getCause() != null) {
            LOG.atDebug().setCause(failure.getCause()).log("what lies behind the failure of a call");
        }
    }

    private void report(String rpc, Throwable unexpected) {
        meters.count(MetricNames.DEFECTS, Map.of("driver_name", driver.name(), "method_name", rpc));
        LOG.atError().addKeyValue(LogKeys.RPC, rpc).setCause(unexpected).log("a defect of this driver ended a call");
    }

    /// Callers forget what a call was about after INTERNAL, so that is for calls that change nothing.
    private static Status defect(String rpc, Throwable unexpected) {
        var what = unexpected instanceof BrokenPromise broken ? ": " + OneLine.of(broken) : "";
        return (READING.contains(rpc) ? Status.INTERNAL : Status.UNAVAILABLE)
                .withDescription("a defect of this driver ended the call" + what
                        + "; its log has the stack trace: please report it");
    }

    /// A call that is ended by the thread that works for it or by who gives that thread up, whichever comes first.
    private static final class OneAnswer<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private boolean ended;

        OneAnswer(ServerCall<Q, R> call) {
            super(call);
        }

        void end(Status status) {
            close(status, new Metadata());
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!ended) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (!ended) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }

    /// Interrupts the thread while it works for the call, and never after.
    private static final class Watch implements Context.CancellationListener {
        private final Thread thread;
        private boolean over;

        Watch(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void cancelled(Context context) {
            interrupt();
        }

        synchronized void interrupt() {
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
