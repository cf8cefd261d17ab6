package org.moorage.server.rpc;

import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.moorage.api.node.NodeId;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.Volume;
import org.moorage.csi.v1.GetCapacityResponse;
import org.moorage.csi.v1.ListVolumesResponse;
import org.moorage.csi.v1.VolumeContentSource;

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
    public static ListVolumesResponse.Entry entry(PublishedVolume volume) {
        return ListVolumesResponse.Entry.newBuilder()
                .setVolume(volume(volume.volume()))
                .setStatus(ListVolumesResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(nodes(volume)))
                .build();
    }

    /// A snapshot.
    public static org.moorage.csi.v1.Snapshot snapshot(Snapshot snapshot) {
        return org.moorage.csi.v1.Snapshot.newBuilder()
                .setSnapshotId(snapshot.id().value())
                .setSourceVolumeId(snapshot.source().value())
                .setSizeBytes(snapshot.size().count())
                .setCreationTime(timestamp(snapshot.createdAt()))
                .setReadyToUse(snapshot.readyToUse())
                .build();
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
