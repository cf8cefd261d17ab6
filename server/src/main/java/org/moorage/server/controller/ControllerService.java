package org.moorage.server.controller;

import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerExpandVolumeResponse;
import org.moorage.csi.v1.ControllerGetCapabilitiesRequest;
import org.moorage.csi.v1.ControllerGetCapabilitiesResponse;
import org.moorage.csi.v1.ControllerGetVolumeHealthRequest;
import org.moorage.csi.v1.ControllerGetVolumeHealthResponse;
import org.moorage.csi.v1.ControllerGetVolumeRequest;
import org.moorage.csi.v1.ControllerGetVolumeResponse;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerListVolumeHealthRequest;
import org.moorage.csi.v1.ControllerListVolumeHealthResponse;
import org.moorage.csi.v1.ControllerModifyVolumeRequest;
import org.moorage.csi.v1.ControllerModifyVolumeResponse;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeResponse;
import org.moorage.csi.v1.ControllerUnpublishVolumeRequest;
import org.moorage.csi.v1.ControllerUnpublishVolumeResponse;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateSnapshotResponse;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.CreateVolumeResponse;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteSnapshotResponse;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.DeleteVolumeResponse;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.csi.v1.GetCapacityResponse;
import org.moorage.csi.v1.GetSnapshotRequest;
import org.moorage.csi.v1.GetSnapshotResponse;
import org.moorage.csi.v1.ListSnapshotsRequest;
import org.moorage.csi.v1.ListSnapshotsResponse;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.ListVolumesResponse;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesResponse;
import org.moorage.server.plugin.Capabilities;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.Answer;

/// CSI's Controller service: hands each call to those who know its subject. What no role of the backend answers
/// is UNIMPLEMENTED.
public final class ControllerService extends ControllerGrpc.ControllerImplBase {
    private final Roles roles;
    private final VolumeCalls volumes;
    private final AttachmentCalls attachments;
    private final SnapshotCalls snapshots;
    private final HealthCalls health;

    @Inject
    ControllerService(
            Roles roles,
            VolumeCalls volumes,
            AttachmentCalls attachments,
            SnapshotCalls snapshots,
            HealthCalls health) {
        this.roles = roles;
        this.volumes = volumes;
        this.attachments = attachments;
        this.snapshots = snapshots;
        this.health = health;
    }

    @Override
    public void controllerGetCapabilities(
            ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> caller) {
        Answer.send(
                caller,
                ControllerGetCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(Capabilities.controller(roles))
                        .build());
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
        Answer.send(caller, volumes.create(request));
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
        Answer.send(caller, volumes.delete(request));
    }

    @Override
    public void validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest request, StreamObserver<ValidateVolumeCapabilitiesResponse> caller) {
        Answer.send(caller, volumes.validate(request));
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> caller) {
        Answer.send(caller, volumes.list(request));
    }

    @Override
    public void controllerGetVolume(
            ControllerGetVolumeRequest request, StreamObserver<ControllerGetVolumeResponse> caller) {
        Answer.send(caller, volumes.get(request));
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> caller) {
        Answer.send(caller, volumes.expand(request));
    }

    @Override
    public void controllerModifyVolume(
            ControllerModifyVolumeRequest request, StreamObserver<ControllerModifyVolumeResponse> caller) {
        Answer.send(caller, volumes.modify(request));
    }

    @Override
    public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> caller) {
        Answer.send(caller, volumes.capacity(request));
    }

    @Override
    public void controllerPublishVolume(
            ControllerPublishVolumeRequest request, StreamObserver<ControllerPublishVolumeResponse> caller) {
        Answer.send(caller, attachments.attach(request));
    }

    @Override
    public void controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest request, StreamObserver<ControllerUnpublishVolumeResponse> caller) {
        Answer.send(caller, attachments.detach(request));
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> caller) {
        Answer.send(caller, snapshots.create(request));
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> caller) {
        Answer.send(caller, snapshots.delete(request));
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> caller) {
        Answer.send(caller, snapshots.list(request));
    }

    @Override
    public void getSnapshot(GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> caller) {
        Answer.send(caller, snapshots.get(request));
    }

    @Override
    public void controllerListVolumeHealth(
            ControllerListVolumeHealthRequest request, StreamObserver<ControllerListVolumeHealthResponse> caller) {
        Answer.send(caller, health.list(request));
    }

    @Override
    public void controllerGetVolumeHealth(
            ControllerGetVolumeHealthRequest request, StreamObserver<ControllerGetVolumeHealthResponse> caller) {
        Answer.send(caller, health.get(request));
    }
}
