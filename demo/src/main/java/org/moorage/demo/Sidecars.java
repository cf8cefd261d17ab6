package org.moorage.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerUnpublishVolumeRequest;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.GetPluginInfoResponse;
import org.moorage.csi.v1.Snapshot;
import org.moorage.csi.v1.Topology;
import org.moorage.csi.v1.TopologyRequirement;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeContentSource;

/// Asks of the controller service what the provisioner, attacher, resizer and snapshotter of a cluster ask.
final class Sidecars {
    static final long GIB = 1L << 30;

    private final CsiClient csi;
    private final Map<String, String> classParameters;
    private @Nullable Runnable takingBack;

    /// A cluster with one StorageClass.
    ///
    /// @param classParameters the parameters of the StorageClass
    Sidecars(CsiClient csi, Map<String, String> classParameters) {
        this.csi = csi;
        this.classParameters = classParameters;
    }

    /// Who the driver is.
    GetPluginInfoResponse driver() {
        return csi.identity(stub -> stub.getPluginInfo(GetPluginInfoRequest.getDefaultInstance()));
    }

    Volume create(String name, long gib, VolumeCapability capability, Topology zone) {
        return create(name, gib, capability, zone, VolumeContentSource.getDefaultInstance());
    }

    Volume create(String name, long gib, VolumeCapability capability, Topology zone, VolumeContentSource source) {
        var request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gib * GIB))
                .addVolumeCapabilities(capability)
                .putAllParameters(classParameters)
                .putParameters("csi.storage.k8s.io/pvc/name", name)
                .putParameters("csi.storage.k8s.io/pvc/namespace", "demo")
                .putParameters("csi.storage.k8s.io/pv/name", name);
        if (zone.getSegmentsCount() > 0) {
            request.setAccessibilityRequirements(
                    TopologyRequirement.newBuilder().addRequisite(zone).addPreferred(zone));
        }
        if (source.getTypeCase() != VolumeContentSource.TypeCase.TYPE_NOT_SET) {
            request.setVolumeContentSource(source);
        }
        var whole = request.build();
        takingBack = () -> delete(create(whole).getVolumeId());
        var volume = create(whole);
        takingBack = null;
        return volume;
    }

    private Volume create(CreateVolumeRequest request) {
        return csi.controller(stub -> stub.createVolume(request)).getVolume();
    }

    /// Deletes what was asked for last, if that call was broken off: who asks again by the same name is told its id.
    void takeBack() {
        if (takingBack != null) {
            takingBack.run();
        }
    }

    void delete(String volumeId) {
        var request = DeleteVolumeRequest.newBuilder().setVolumeId(volumeId).build();
        csi.controller(stub -> stub.deleteVolume(request));
    }

    Map<String, String> attach(Volume volume, String nodeId, VolumeCapability capability) {
        var request = ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(volume.getVolumeId())
                .setNodeId(nodeId)
                .setVolumeCapability(capability)
                .putAllVolumeContext(volume.getVolumeContextMap())
                .build();
        return csi.controller(stub -> stub.controllerPublishVolume(request)).getPublishContextMap();
    }

    void detach(String volumeId, String nodeId) {
        var request = ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volumeId)
                .setNodeId(nodeId)
                .build();
        csi.controller(stub -> stub.controllerUnpublishVolume(request));
    }

    /// Grows the volume.
    ///
    /// @param requiredGib the least size in GiB
    /// @param limitGib    the greatest size in GiB, 0 for none
    /// @return the size in bytes that the volume has then
    long expand(String volumeId, VolumeCapability capability, long requiredGib, long limitGib) {
        var request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(volumeId)
                .setVolumeCapability(capability)
                .setCapacityRange(CapacityRange.newBuilder()
                        .setRequiredBytes(requiredGib * GIB)
                        .setLimitBytes(limitGib * GIB))
                .build();
        return csi.controller(stub -> stub.controllerExpandVolume(request)).getCapacityBytes();
    }

    /// Takes a snapshot and repeats the call until it is ready to use, as the snapshotter does.
    Snapshot snapshot(String name, String volumeId) {
        var request = CreateSnapshotRequest.newBuilder()
                .setName(name)
                .setSourceVolumeId(volumeId)
                .putParameters("force-create", "true")
                .build();
        takingBack = () -> deleteSnapshot(create(request).getSnapshotId());
        var snapshot = csi.awaiting(() -> create(request), Snapshot::getReadyToUse);
        takingBack = null;
        return snapshot;
    }

    private Snapshot create(CreateSnapshotRequest request) {
        return csi.controller(stub -> stub.createSnapshot(request)).getSnapshot();
    }

    void deleteSnapshot(String snapshotId) {
        var request =
                DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshotId).build();
        csi.controller(stub -> stub.deleteSnapshot(request));
    }
}
