package org.moorage.server.node;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.Optional;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeExpandVolumeResponse;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesResponse;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetInfoResponse;
import org.moorage.csi.v1.NodeGetStorageHealthRequest;
import org.moorage.csi.v1.NodeGetStorageHealthResponse;
import org.moorage.csi.v1.NodeGetVolumeHealthRequest;
import org.moorage.csi.v1.NodeGetVolumeHealthResponse;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsResponse;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeResponse;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeResponse;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeResponse;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeResponse;
import org.moorage.server.partner.Partner;
import org.moorage.server.rpc.Answer;
import org.moorage.server.rpc.CallDeadlines;

/// CSI's Node service where a partner does the work: each call is handed on as it came, but for contexts and secrets,
/// which are the partner's own. Who the node is, we say ourselves.
public final class PartneredNodeService extends NodeGrpc.NodeImplBase {
    private final Partner partner;
    private final PartneredStaging staging;
    private final IdentityCall identity;
    private final CallDeadlines deadlines;

    @Inject
    PartneredNodeService(
            Optional<Partner> partner, PartneredStaging staging, IdentityCall identity, CallDeadlines deadlines) {
        this.partner = partner.orElseThrow();
        this.staging = staging;
        this.identity = identity;
        this.deadlines = deadlines;
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
        Answer.send(
                caller,
                NodeGetCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(partner.capabilities(deadlines.current()))
                        .build());
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
        Answer.send(caller, identity.answer());
    }

    @Override
    public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> caller) {
        Answer.send(caller, staging.stage(request));
    }

    @Override
    public void nodeUnstageVolume(NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> caller) {
        Answer.send(caller, staging.unstage(request));
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
        Answer.send(caller, staging.publish(request));
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
        Answer.send(caller, staging.unpublish(request));
    }

    /// Our caller's secrets are those of the cloud, of which the partner knows nothing.
    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> caller) {
        forward(
                NodeGrpc.getNodeExpandVolumeMethod(),
                request.toBuilder().clearSecrets().build(),
                caller);
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
        forward(NodeGrpc.getNodeGetVolumeStatsMethod(), request, caller);
    }

    @Override
    public void nodeGetVolumeHealth(
            NodeGetVolumeHealthRequest request, StreamObserver<NodeGetVolumeHealthResponse> caller) {
        forward(NodeGrpc.getNodeGetVolumeHealthMethod(), request, caller);
    }

    @Override
    public void nodeGetStorageHealth(
            NodeGetStorageHealthRequest request, StreamObserver<NodeGetStorageHealthResponse> caller) {
        forward(NodeGrpc.getNodeGetStorageHealthMethod(), request, caller);
    }

    private <Q extends Message, R extends Message> void forward(
            MethodDescriptor<Q, R> method, Q request, StreamObserver<R> caller) {
        Answer.send(caller, partner.forward(method, request, deadlines.current()));
    }
}
