package org.moorage.server.rpc;

import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.moorage.api.node.NodeId;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.GetCapacityResponse;
import org.moorage.csi.v1.ListVolumesResponse;
import org.moorage.csi.v1.VolumeCondition;
import org.moorage.csi.v1.VolumeContentSource;
import org.moorage.csi.v1.VolumeGroupSnapshot;
import org.moorage.csi.v1.VolumeHealth;
import org.moorage.csi.v1.VolumeHealthErrorType;

/// Turns values into what callers receive.
public final class Outgoing {
    private Outgoing() {}

    /// A volume.
    public static org.moorage.csi.v1.Volume volume(Volume volume) {
        var answer = org.moorage.csi.v1.Volume.newBuilder()
                .setVolumeId(volume.id().value())
                .setCapacityBytes(volume.capacity().count())
                .putAllVolumeContext(volume.context());
        volume.accessible().forEach(place -> answer.addAccessibleTopology(topology(place)));
        volume.source().ifPresent(source -> answer.setContentSource(source(source)));
        return answer.build();
    }

    private static VolumeContentSource source(ContentSource source) {
        return switch (source) {
            case ContentSource.FromSnapshot from ->
                VolumeContentSource.newBuilder()
                        .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder()
                                .setSnapshotId(from.snapshot().value()))
                        .build();
            case ContentSource.FromVolume from ->
                VolumeContentSource.newBuilder()
                        .setVolume(VolumeContentSource.VolumeSource.newBuilder()
                                .setVolumeId(from.volume().value()))
                        .build();
        };
    }

    /// A place.
    public static org.moorage.csi.v1.Topology topology(Topology place) {
        return org.moorage.csi.v1.Topology.newBuilder()
                .putAllSegments(place.segments())
                .build();
    }

    /// The room for volumes.
    public static GetCapacityResponse capacity(Capacity capacity) {
        return GetCapacityResponse.newBuilder()
                .setAvailableCapacity(capacity.available().count())
                .setMaximumVolumeSize(Int64Value.of(capacity.largest().count()))
                .setMinimumVolumeSize(Int64Value.of(capacity.smallest().count()))
                .build();
    }

    /// The nodes a volume is attached to, in the order of their ids.
    public static Iterable<String> nodes(PublishedVolume volume) {
        return volume.nodes().stream().map(NodeId::value).sorted().toList();
    }

    /// An entry of a listing of volumes.
    ///
    /// @param withCondition whether the backend knows how its volumes are
    public static ListVolumesResponse.Entry entry(PublishedVolume volume, boolean withCondition) {
        var status = ListVolumesResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(nodes(volume));
        if (withCondition) {
            status.setVolumeCondition(condition(volume.health()));
        }
        return ListVolumesResponse.Entry.newBuilder()
                .setVolume(volume(volume.volume()))
                .setStatus(status)
                .build();
    }

    /// How a volume is, as CSI until 1.12 says it.
    public static VolumeCondition condition(Health health) {
        return VolumeCondition.newBuilder()
                .setAbnormal(!health.good())
                .setMessage(health.message())
                .build();
    }

    /// How a volume is, as CSI since 1.13 says it.
    public static VolumeHealth health(VolumeId id, Health health) {
        var answer = VolumeHealth.newBuilder().setVolumeId(id.value());
        health.ailments()
                .forEach(ailment -> answer.addHealthStatuses(VolumeHealth.VolumeHealthEntry.newBuilder()
                        .setStatus(
                                switch (ailment.severity()) {
                                    case DEGRADED -> VolumeHealthErrorType.DEGRADED;
                                    case INACCESSIBLE -> VolumeHealthErrorType.INACCESSIBLE;
                                    case DATA_LOSS -> VolumeHealthErrorType.DATA_LOSS;
                                })
                        .setReason(ailment.reason())
                        .setMessage(ailment.message())));
        return answer.build();
    }

    /// A snapshot.
    public static org.moorage.csi.v1.Snapshot snapshot(Snapshot snapshot) {
        var answer = org.moorage.csi.v1.Snapshot.newBuilder()
                .setSnapshotId(snapshot.id().value())
                .setSourceVolumeId(snapshot.source().value())
                .setSizeBytes(snapshot.size().count())
                .setCreationTime(timestamp(snapshot.createdAt()))
                .setReadyToUse(snapshot.readyToUse());
        snapshot.group().ifPresent(group -> answer.setGroupSnapshotId(group.value()));
        return answer.build();
    }

    /// A group snapshot.
    public static VolumeGroupSnapshot groupSnapshot(GroupSnapshot group) {
        var answer = VolumeGroupSnapshot.newBuilder()
                .setGroupSnapshotId(group.id().value())
                .setCreationTime(timestamp(group.createdAt()))
                .setReadyToUse(group.readyToUse());
        group.members().forEach(member -> answer.addSnapshots(snapshot(member)));
        return answer.build();
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
