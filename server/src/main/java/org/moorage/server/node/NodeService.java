package org.moorage.server.node;

import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeExpandVolumeResponse;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetCapabilitiesResponse;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetInfoResponse;
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
import org.moorage.server.plugin.Capabilities;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.Answer;

/// CSI's Node service: hands each call to those who know its subject.
public final class NodeService extends NodeGrpc.NodeImplBase {
    private final Roles roles;
    private final StagingCalls staging;
    private final UsageCalls usage;
    private final IdentityCall identity;

    @Inject
    NodeService(Roles roles, StagingCalls staging, UsageCalls usage, IdentityCall identity) {
        this.roles = roles;
        this.staging = staging;
        this.usage = usage;
        this.identity = identity;
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
        Answer.send(
                caller,
                NodeGetCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(Capabilities.node(roles))
                        .build());
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

    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> caller) {
        Answer.send(caller, usage.expand(request));
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
        Answer.send(caller, usage.stats(request));
    }

    @Override
    public void nodeGetVolumeHealth(
            NodeGetVolumeHealthRequest request, StreamObserver<NodeGetVolumeHealthResponse> caller) {
        Answer.send(caller, usage.health(request));
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
        Answer.send(caller, identity.answer());
    }
}
