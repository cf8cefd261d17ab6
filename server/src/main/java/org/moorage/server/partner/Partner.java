package org.moorage.server.partner;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.moorage.api.Deadline;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.server.rpc.Endpoint;
import org.moorage.server.rpc.LogKeys;
import org.moorage.server.rpc.PartnerError;
import org.moorage.server.rpc.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The CSI driver that does the node's work in our place, at its socket on this host.
///
/// Each call has a connection of its own, so a partner that is started anew is found by the next call, and one that is
/// away is told of at once. Bears calls from many threads.
public final class Partner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String THE_PARTNER = "the partner, the node plugin at ";
    private static final String UNANSWERED = ", did not answer in time; what it began may go on";
    private static final Logger LOG = LoggerFactory.getLogger(Partner.class);

    private final Endpoint endpoint;
    private final InstantSource clock;
    private final Transport transport = new Transport();
    private final AtomicReference<Optional<List<NodeServiceCapability>>> announced =
            new AtomicReference<>(Optional.empty());
    private final AtomicBoolean missed = new AtomicBoolean();

    /// @param option   the option that names the endpoint, for the refusal
    /// @param endpoint where it listens, in the forms that our own endpoints have
    /// @throws org.moorage.api.plugin.Refusal the endpoint is none of these
    public Partner(String option, String endpoint, InstantSource clock) {
        this.endpoint = Endpoint.parse(option, endpoint);
        this.clock = clock;
    }

    /// Hands a call on and waits for its answer.
    ///
    /// @throws PartnerError it failed there, with the partner's own code; UNAVAILABLE when the partner cannot be
    ///                      reached or goes away, DEADLINE_EXCEEDED when it does not answer in time
    public <Q extends Message, R extends Message> R forward(
            MethodDescriptor<Q, R> method, Q request, Deadline deadline) {
        var channel = transport.channel(endpoint);
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS),
                    request);
        } catch (StatusRuntimeException e) {
            throw Context.current().isCancelled()
                    ? new PartnerError(Status.Code.DEADLINE_EXCEEDED, THE_PARTNER + endpoint + UNANSWERED)
                    : new PartnerError(e.getStatus().getCode(), told(e.getStatus()));
        } finally {
            channel.shutdownNow();
        }
    }

    private String told(Status status) {
        var partner = THE_PARTNER + endpoint;
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return partner + UNANSWERED;
        }
        var cause = status.getCause();
        if (cause != null) {
            return partner + ", cannot be reached: " + cause.getMessage()
                    + "; does it run on this node, and is the directory of its socket mounted here?";
        }
        return partner + ", answered: "
                + Optional.ofNullable(status.getDescription()).orElse("nothing");
    }

    /// What the partner's node service can do. While it does not answer, what it said last.
    ///
    /// @throws PartnerError it has not answered yet
    public List<NodeServiceCapability> capabilities(Deadline deadline) {
        try {
            return ask(deadline);
        } catch (PartnerError e) {
            return announced.get().orElseThrow(() -> e);
        }
    }

    private List<NodeServiceCapability> ask(Deadline deadline) {
        if (announced.get().isEmpty()) {
            introduce(deadline);
        }
        var answer = forward(
                        NodeGrpc.getNodeGetCapabilitiesMethod(),
                        NodeGetCapabilitiesRequest.getDefaultInstance(),
                        deadline)
                .getCapabilitiesList();
        announced.set(Optional.of(answer));
        return answer;
    }

    private void introduce(Deadline deadline) {
        var info = forward(IdentityGrpc.getGetPluginInfoMethod(), GetPluginInfoRequest.getDefaultInstance(), deadline);
        LOG.atInfo()
                .addKeyValue(LogKeys.ENDPOINT, endpoint)
                .addKeyValue("partner", info.getName())
                .addKeyValue("version", info.getVendorVersion())
                .log("the node's work is left to a partner");
    }

    /// Whether the partner stages volumes.
    ///
    /// @throws PartnerError it has not answered yet
    public boolean stages(Deadline deadline) {
        return announced.get().orElseGet(() -> ask(deadline)).stream()
                .anyMatch(one -> one.getRpc().getType() == NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME);
    }

    /// Whether the partner has answered. Once true it stays true; until then each look asks, and waits a second at
    /// most.
    public boolean present() {
        if (announced.get().isPresent()) {
            return true;
        }
        try {
            ask(Deadline.after(PATIENCE, clock));
            return true;
        } catch (PartnerError e) {
            if (missed.compareAndSet(false, true)) {
                LOG.atWarn().addKeyValue(LogKeys.ERROR, e.getMessage()).log("waiting for the partner");
            }
            return false;
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
