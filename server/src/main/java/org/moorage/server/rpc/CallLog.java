package org.moorage.server.rpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Meters;
import org.moorage.server.metrics.MetricNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/// One line and one measurement for each call at its end, and its request, secrets hidden, at `-v=5`.
@Singleton
public final class CallLog implements ServerInterceptor {
    /// The logger of whole requests, switched on by `-v=5`.
    public static final String REQUESTS = "org.moorage.server.requests";

    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final Logger REQUEST_LOG = LoggerFactory.getLogger(REQUESTS);

    /// What sidecars and kubelet ask over and over: of no interest while it succeeds.
    private static final Set<String> QUIET = Set.of(
            "Probe",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "ControllerGetCapabilities",
            "NodeGetCapabilities",
            "NodeGetVolumeStats");

    private final Meters meters;
    private final DriverIdentity driver;
    private final DriverName name;
    private final CallsAtWork atWork;
    private final LastErrors errors;

    @Inject
    public CallLog(Meters meters, DriverIdentity driver, DriverName name, CallsAtWork atWork, LastErrors errors) {
        this.meters = meters;
        this.driver = driver;
        this.name = name;
        this.atWork = atWork;
        this.errors = errors;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var trail = new Trail(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
        var logged = new SimpleForwardingServerCall<Q, R>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                trail.end(status);
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(logged, headers)) {
            @Override
            public void onMessage(Q message) {
                trail.request((Message) message);
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                MDC.put(LogKeys.REQUEST_ID, trail.id);
                name.text().ifPresent(text -> MDC.put(LogKeys.DRIVER, text));
                try (var _ = atWork.begin(trail::now)) {
                    super.onHalfClose();
                } finally {
                    MDC.remove(LogKeys.REQUEST_ID);
                    MDC.remove(LogKeys.DRIVER);
                }
            }

            @Override
            public void onCancel() {
                trail.end(Status.CANCELLED.withDescription("the caller went away before the call began"));
                super.onCancel();
            }
        };
    }

    /// What is known of one call.
    private final class Trail {
        private final String id = "req-" + UUID.randomUUID();
        private final long began = System.nanoTime();
        private final AtomicReference<@Nullable Status> ended = new AtomicReference<>();
        private final String rpc;
        private volatile Map<String, String> subjects = Map.of();

        Trail(String rpc) {
            this.rpc = rpc;
        }

        CallsAtWork.Entry now() {
            return new CallsAtWork.Entry(
                    rpc,
                    Subjects.line(subjects),
                    age(),
                    Optional.ofNullable(ended.get())
                            .map(status -> status.getCode().name()));
        }

        private Duration age() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        void request(Message request) {
            subjects = Subjects.of(request);
            if (REQUEST_LOG.isDebugEnabled()) {
                REQUEST_LOG
                        .atDebug()
                        .addKeyValue(LogKeys.RPC, rpc)
                        .addKeyValue(LogKeys.REQUEST_ID, id)
                        .addKeyValue("request", Redaction.print(request))
                        .log("request");
            }
        }

        void end(Status status) {
            if (!ended.compareAndSet(null, status)) {
                return;
            }
            var elapsed = age();
            var code = status.getCode().name();
            var line = LOG.atLevel(level(status.getCode())).addKeyValue(LogKeys.RPC, rpc);
            for (var subject : subjects.entrySet()) {
                line = line.addKeyValue(subject.getKey(), subject.getValue());
            }
            line = line.addKeyValue(LogKeys.CODE, code)
                    .addKeyValue(LogKeys.ELAPSED_MS, elapsed.toMillis())
                    .addKeyValue(LogKeys.REQUEST_ID, id);
            if (!status.isOk()) {
                line = line.addKeyValue(LogKeys.ERROR, String.valueOf(status.getDescription()));
                errors.add(rpc, subjects, status);
            }
            line.log("call");
            meters.time(
                    MetricNames.RPC_SECONDS,
                    elapsed,
                    Map.of("driver_name", driver.name(), "method_name", rpc, "grpc_status_code", code));
        }

        private Level level(Status.Code code) {
            return switch (code) {
                case OK -> QUIET.contains(rpc) ? Level.DEBUG : Level.INFO;
                case INTERNAL, UNKNOWN -> Level.ERROR;
                default -> Level.WARN;
            };
        }
    }
}
