package org.moorage.server.group;

import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import org.moorage.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeGroupSnapshotResponse;
import org.moorage.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeGroupSnapshotResponse;
import org.moorage.csi.v1.GetVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.GetVolumeGroupSnapshotResponse;
import org.moorage.csi.v1.GroupControllerGetCapabilitiesRequest;
import org.moorage.csi.v1.GroupControllerGetCapabilitiesResponse;
import org.moorage.csi.v1.GroupControllerGrpc;
import org.moorage.server.plugin.Capabilities;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.Answer;

/// CSI's GroupController service. Where the backend takes no group snapshots, each call is UNIMPLEMENTED.
public final class GroupControllerService extends GroupControllerGrpc.GroupControllerImplBase {
    private final Roles roles;
    private final GroupSnapshotCalls snapshots;

    @Inject
    GroupControllerService(Roles roles, GroupSnapshotCalls snapshots) {
        this.roles = roles;
        this.snapshots = snapshots;
    }

    @Override
    public void groupControllerGetCapabilities(
            GroupControllerGetCapabilitiesRequest request,
            StreamObserver<GroupControllerGetCapabilitiesResponse> caller) {
        Answer.send(
                caller,
                GroupControllerGetCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(Capabilities.groupController(roles))
                        .build());
    }

    @Override
    public void createVolumeGroupSnapshot(
            CreateVolumeGroupSnapshotRequest request, StreamObserver<CreateVolumeGroupSnapshotResponse> caller) {
        Answer.send(caller, snapshots.create(request));
    }

    @Override
    public void deleteVolumeGroupSnapshot(
            DeleteVolumeGroupSnapshotRequest request, StreamObserver<DeleteVolumeGroupSnapshotResponse> caller) {
        Answer.send(caller, snapshots.delete(request));
    }

    @Override
    public void getVolumeGroupSnapshot(
            GetVolumeGroupSnapshotRequest request, StreamObserver<GetVolumeGroupSnapshotResponse> caller) {
        Answer.send(caller, snapshots.get(request));
    }
}
