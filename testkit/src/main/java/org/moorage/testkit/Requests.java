package org.moorage.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;

/// Requests as callers of CSI make them, with what a test does not care about filled in.
public final class Requests {
    /// A mounted file system on one node.
    public static final VolumeCapability MOUNTED = new VolumeCapability(
            new VolumeAccess.Mount(Optional.of("ext4"), List.of(), Optional.empty()), AccessMode.SINGLE_NODE_WRITER);

    /// A raw block device on one node.
    public static final VolumeCapability BLOCK =
            new VolumeCapability(new VolumeAccess.Block(), AccessMode.SINGLE_NODE_WRITER);

    private Requests() {}

    /// A deadline that no test should reach.
    public static Deadline soon() {
        return within(Duration.ofSeconds(60));
    }

    /// A deadline by the clock on the wall.
    public static Deadline within(Duration time) {
        return Deadline.after(time, InstantSource.system());
    }

    /// At least so many GiB.
    public static CapacityRange atLeast(long gib) {
        return new CapacityRange(Optional.of(Bytes.ofGib(gib)), Optional.empty());
    }

    /// So many GiB, no more and no less.
    public static CapacityRange exactly(long gib) {
        return new CapacityRange(Optional.of(Bytes.ofGib(gib)), Optional.of(Bytes.ofGib(gib)));
    }

    /// A blank volume.
    public static VolumeSpec volume(String name, CapacityRange capacity, Map<String, String> parameters) {
        return volume(name, capacity, parameters, Optional.empty());
    }

    /// A volume filled with that content.
    public static VolumeSpec copy(
            String name, CapacityRange capacity, Map<String, String> parameters, ContentSource source) {
        return volume(name, capacity, parameters, Optional.of(source));
    }

    /// A mounted attachment for writing.
    public static AttachSpec attachment(VolumeId volume, NodeId node) {
        return new AttachSpec(volume, node, MOUNTED, false, Map.of(), Secrets.none());
    }

    /// A growth of a mounted volume.
    public static ExpandSpec growth(VolumeId volume, CapacityRange capacity) {
        return new ExpandSpec(volume, capacity, Optional.of(MOUNTED), Secrets.none());
    }

    /// A change of a volume.
    public static ModifySpec change(VolumeId volume, Map<String, String> parameters) {
        return new ModifySpec(volume, parameters, Secrets.none());
    }

    /// A snapshot.
    public static SnapshotSpec snapshot(String name, VolumeId source, Map<String, String> parameters) {
        return new SnapshotSpec(new SnapshotName(name), source, parameters, Secrets.none());
    }

    /// A group snapshot.
    public static GroupSnapshotSpec groupSnapshot(String name, List<VolumeId> sources, Map<String, String> parameters) {
        return new GroupSnapshotSpec(new SnapshotName(name), sources, parameters, Secrets.none());
    }

    private static VolumeSpec volume(
            String name, CapacityRange capacity, Map<String, String> parameters, Optional<ContentSource> source) {
        return new VolumeSpec(
                new VolumeName(name),
                capacity,
                List.of(MOUNTED),
                parameters,
                source,
                TopologyRequirement.none(),
                Secrets.none());
    }
}
