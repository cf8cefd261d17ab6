package org.moorage.server;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerGetVolumeRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerModifyVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerUnpublishVolumeRequest;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.csi.v1.GetSnapshotRequest;
import org.moorage.csi.v1.GetVolumeGroupSnapshotRequest;
import org.moorage.csi.v1.GroupControllerGrpc;
import org.moorage.csi.v1.ListSnapshotsRequest;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.moorage.csi.v1.VolumeCapability;

/// A good request for each call that reaches a backend or the host.
public final class Calls {
    public static final VolumeCapability MOUNT = VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
            .setAccessMode(mode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
            .build();

    private Calls() {}

    /// A call.
    ///
    /// @param method  the gRPC method
    /// @param request a request that is good as it is
    /// @param reaches the name under which the fakes note it
    public record Call(MethodDescriptor<? extends Message, ? extends Message> method, Message request, String reaches) {
        /// Calls with another request of the same type.
        public Call with(Message other) {
            return new Call(method, other, reaches);
        }

        @SuppressWarnings("unchecked")
        public Message send(Channel channel) {
            return ClientCalls.blockingUnaryCall(
                    channel, (MethodDescriptor<Message, Message>) method, CallOptions.DEFAULT, request);
        }

        /// The status with which the call ends.
        public Status status(Channel channel) {
            try {
                send(channel);
                return Status.OK;
            } catch (StatusRuntimeException e) {
                return e.getStatus();
            }
        }

        @Override
        public String toString() {
            return Optional.ofNullable(method.getBareMethodName()).orElse("");
        }
    }

    public static VolumeCapability.AccessMode mode(VolumeCapability.AccessMode.Mode mode) {
        return VolumeCapability.AccessMode.newBuilder().setMode(mode).build();
    }

    public static final Call CREATE = new Call(
            ControllerGrpc.getCreateVolumeMethod(),
            CreateVolumeRequest.newBuilder()
                    .setName("pvc-1")
                    .addVolumeCapabilities(MOUNT)
                    .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
                    .build(),
            "create");
    public static final Call DELETE = new Call(
            ControllerGrpc.getDeleteVolumeMethod(),
            DeleteVolumeRequest.newBuilder().setVolumeId("vol-1").build(),
            "delete");
    public static final Call ATTACH = new Call(
            ControllerGrpc.getControllerPublishVolumeMethod(),
            ControllerPublishVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setNodeId(FakeStorage.NODE)
                    .setVolumeCapability(MOUNT)
                    .build(),
            "attach");
    public static final Call DETACH = new Call(
            ControllerGrpc.getControllerUnpublishVolumeMethod(),
            ControllerUnpublishVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setNodeId(FakeStorage.NODE)
                    .build(),
            "detach");
    public static final Call VALIDATE = new Call(
            ControllerGrpc.getValidateVolumeCapabilitiesMethod(),
            ValidateVolumeCapabilitiesRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .addVolumeCapabilities(MOUNT)
                    .build(),
            "examine");
    public static final Call LIST =
            new Call(ControllerGrpc.getListVolumesMethod(), ListVolumesRequest.getDefaultInstance(), "list");
    public static final Call GET = new Call(
            ControllerGrpc.getControllerGetVolumeMethod(),
            ControllerGetVolumeRequest.newBuilder().setVolumeId("vol-1").build(),
            "find");
    public static final Call EXPAND = new Call(
            ControllerGrpc.getControllerExpandVolumeMethod(),
            ControllerExpandVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(2L << 30))
                    .build(),
            "expand");
    public static final Call MODIFY = new Call(
            ControllerGrpc.getControllerModifyVolumeMethod(),
            ControllerModifyVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .putMutableParameters("tier", "gold")
                    .build(),
            "modify");
    public static final Call CAPACITY =
            new Call(ControllerGrpc.getGetCapacityMethod(), GetCapacityRequest.getDefaultInstance(), "capacity");
    public static final Call SNAPSHOT = new Call(
            ControllerGrpc.getCreateSnapshotMethod(),
            CreateSnapshotRequest.newBuilder()
                    .setName("snapshot-1")
                    .setSourceVolumeId("vol-1")
                    .build(),
            "createSnapshot");
    public static final Call DELETE_SNAPSHOT = new Call(
            ControllerGrpc.getDeleteSnapshotMethod(),
            DeleteSnapshotRequest.newBuilder().setSnapshotId("snap-2").build(),
            "deleteSnapshot");
    public static final Call LIST_SNAPSHOTS = new Call(
            ControllerGrpc.getListSnapshotsMethod(), ListSnapshotsRequest.getDefaultInstance(), "listSnapshots");
    public static final Call FIND_SNAPSHOT = new Call(
            ControllerGrpc.getListSnapshotsMethod(),
            ListSnapshotsRequest.newBuilder().setSnapshotId("snap-2").build(),
            "findSnapshot");
    public static final Call GET_SNAPSHOT = new Call(
            ControllerGrpc.getGetSnapshotMethod(),
            GetSnapshotRequest.newBuilder().setSnapshotId("snap-2").build(),
            "findSnapshot");
    public static final Call GROUP_SNAPSHOT = new Call(
            GroupControllerGrpc.getCreateVolumeGroupSnapshotMethod(),
            CreateVolumeGroupSnapshotRequest.newBuilder()
                    .setName("group-1")
                    .addSourceVolumeIds("vol-1")
                    .build(),
            "createGroupSnapshot");
    public static final Call GET_GROUP_SNAPSHOT = new Call(
            GroupControllerGrpc.getGetVolumeGroupSnapshotMethod(),
            GetVolumeGroupSnapshotRequest.newBuilder()
                    .setGroupSnapshotId("group-3")
                    .build(),
            "findGroupSnapshot");
    public static final Call DELETE_GROUP_SNAPSHOT = new Call(
            GroupControllerGrpc.getDeleteVolumeGroupSnapshotMethod(),
            DeleteVolumeGroupSnapshotRequest.newBuilder()
                    .setGroupSnapshotId("group-3")
                    .build(),
            "deleteGroupSnapshot");
    public static final Call STAGE = new Call(
            NodeGrpc.getNodeStageVolumeMethod(),
            NodeStageVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setStagingTargetPath("/kubelet/staging")
                    .setVolumeCapability(MOUNT)
                    .build(),
            "stage");
    public static final Call UNSTAGE = new Call(
            NodeGrpc.getNodeUnstageVolumeMethod(),
            NodeUnstageVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setStagingTargetPath("/kubelet/staging")
                    .build(),
            "unstage");
    public static final Call PUBLISH = new Call(
            NodeGrpc.getNodePublishVolumeMethod(),
            NodePublishVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setStagingTargetPath("/kubelet/staging")
                    .setTargetPath("/kubelet/target")
                    .setVolumeCapability(MOUNT)
                    .build(),
            "publish");
    public static final Call UNPUBLISH = new Call(
            NodeGrpc.getNodeUnpublishVolumeMethod(),
            NodeUnpublishVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setTargetPath("/kubelet/target")
                    .build(),
            "unpublish");
    public static final Call NODE_EXPAND = new Call(
            NodeGrpc.getNodeExpandVolumeMethod(),
            NodeExpandVolumeRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setVolumePath("/kubelet/target")
                    .build(),
            "nodeExpand");
    public static final Call STATS = new Call(
            NodeGrpc.getNodeGetVolumeStatsMethod(),
            NodeGetVolumeStatsRequest.newBuilder()
                    .setVolumeId("vol-1")
                    .setVolumePath("/kubelet/target")
                    .build(),
            "stats");
    public static final Call INFO =
            new Call(NodeGrpc.getNodeGetInfoMethod(), NodeGetInfoRequest.getDefaultInstance(), "identity");

    /// All of them.
    public static Stream<Call> all() {
        return Stream.concat(ofController().stream(), ofNode().stream());
    }

    public static List<Call> ofController() {
        return List.of(
                CREATE,
                DELETE,
                ATTACH,
                DETACH,
                VALIDATE,
                LIST,
                GET,
                EXPAND,
                MODIFY,
                CAPACITY,
                SNAPSHOT,
                DELETE_SNAPSHOT,
                LIST_SNAPSHOTS,
                FIND_SNAPSHOT,
                GET_SNAPSHOT,
                GROUP_SNAPSHOT,
                GET_GROUP_SNAPSHOT,
                DELETE_GROUP_SNAPSHOT);
    }

    public static List<Call> ofNode() {
        return List.of(STAGE, UNSTAGE, PUBLISH, UNPUBLISH, NODE_EXPAND, STATS, INFO);
    }
}
