package org.moorage.demo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.csi.v1.NodeGetInfoResponse;
import org.moorage.csi.v1.Snapshot;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeContentSource;

/// The life of a volume, step by step. Steps run in order; each finds in this object what those before it left.
final class Walk {
    private static final long MIB = 1L << 20;

    private final DemoCloud cloud;
    private final Sidecars sidecars;
    private final Kubelet kubelet;
    private final boolean mounts;
    private final String prefix;
    private final byte[] content = new byte[(int) MIB];
    private final Set<String> volumes = new LinkedHashSet<>();
    private final List<InUse> inUse = new ArrayList<>();

    private @Nullable NodeGetInfoResponse node;
    private @Nullable InUse data;
    private @Nullable InUse grown;
    private @Nullable Snapshot snapshot;

    /// @param mounts whether the node's part can be done, too
    /// @param prefix what the names of all that is made begin with
    Walk(DemoCloud cloud, Sidecars sidecars, Kubelet kubelet, boolean mounts, String prefix) {
        this.cloud = cloud;
        this.sidecars = sidecars;
        this.kubelet = kubelet;
        this.mounts = mounts;
        this.prefix = prefix;
        new Random().nextBytes(content);
    }

    List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.add(new Step("ask who the driver and the node are", this::introduce));
        steps.add(new Step("create a volume of 1 GiB", this::createData));
        steps.add(new Step("attach it to the node", this::attachData));
        if (mounts) {
            steps.add(new Step("stage it: find the device, make ext4, mount", () -> done(data()::stage)));
            steps.add(new Step("publish it to a pod", () -> done(data()::publish)));
            steps.add(new Step("write a file and read it back", this::writeAndRead));
            steps.add(new Step("ask how full it is", this::stats));
        }
        steps.add(growth());
        steps.add(new Step("refuse to shrink it", this::refuseToShrink));
        steps.add(new Step("take a snapshot while it is in use", this::takeSnapshot));
        steps.add(new Step("restore the snapshot into a larger volume", this::restore));
        steps.add(new Step("clone the volume", this::cloneData));
        steps.add(new Step("use a volume as a raw block device", this::useRaw));
        if (mounts) {
            steps.add(new Step("unpublish", () -> done(data()::unpublish)));
            steps.add(new Step("unstage", () -> done(data()::unstage)));
        }
        steps.add(new Step("detach", this::detachData));
        steps.add(new Step("delete the snapshot and all volumes", this::deleteAll));
        steps.add(new Step("look for anything left behind", this::nothingLeft));
        return steps;
    }

    /// Takes away what a walk that broke off has left, as far as it can.
    void undo() {
        for (var volume : inUse.reversed()) {
            attempt(() -> volume.takeDown(mounts));
        }
        attempt(sidecars::takeBack);
        Optional.ofNullable(snapshot).ifPresent(taken -> attempt(() -> sidecars.deleteSnapshot(taken.getSnapshotId())));
        for (var id : volumes) {
            attempt(() -> sidecars.delete(id));
        }
    }

    private String introduce() {
        var driver = sidecars.driver();
        node = kubelet.node();
        return driver.getName() + " " + driver.getVendorVersion() + ", node " + node().getNodeId() + " in "
                + node().getAccessibleTopology().getSegmentsMap().values();
    }

    private String createData() {
        var volume = created(sidecars.create(prefix + "data", 1, mount("ext4"), node().getAccessibleTopology()));
        StepFailed.unless(volume.getCapacityBytes() == Sidecars.GIB, "it has " + volume.getCapacityBytes() + " bytes");
        expectStatus(volume, "available");
        data = used(volume, mount("ext4"));
        return volume.getVolumeId();
    }

    private String attachData() {
        var device = data().attach();
        expectStatus(data().volume(), "in-use");
        return device;
    }

    private String writeAndRead() throws Exception {
        data().writeFile(content);
        data().expectFile(content);
        return "1 MiB";
    }

    private String stats() {
        var usage = kubelet.bytesUsed(data().volume());
        StepFailed.unless(usage.getUsed() >= MIB, "only " + usage.getUsed() + " bytes are said to be used");
        return usage.getUsed() / MIB + " of " + usage.getTotal() / MIB + " MiB used";
    }

    private Step growth() {
        if (!mounts) {
            return new Step("grow it to 2 GiB while it is in use", () -> growInUse(data()));
        }
        if (Capability.mayGrowMountedExt4()) {
            return new Step("grow it to 2 GiB while it is mounted", () -> growMounted(data()));
        }
        return new Step("grow an xfs to 2 GiB while it is mounted", this::growXfs);
    }

    private String growXfs() {
        var volume = created(sidecars.create(prefix + "xfs", 1, mount("xfs"), node().getAccessibleTopology()));
        var xfs = used(volume, mount("xfs"));
        xfs.bringUp(mounts);
        var seen = growMounted(xfs);
        xfs.takeDown(mounts);
        return seen + " (not ext4: growing one that is mounted takes CAP_SYS_RESOURCE, which is missing here)";
    }

    private String growMounted(InUse volume) {
        grown = volume;
        var before = volume.fileSystemBytes();
        volume.grow(2, mounts);
        var after = volume.fileSystemBytes();
        StepFailed.unless(after > before + Sidecars.GIB / 2, "the file system has " + after / MIB + " MiB, as before");
        return "%d MiB became %d MiB".formatted(before / MIB, after / MIB);
    }

    private String growInUse(InUse volume) {
        grown = volume;
        volume.grow(2, mounts);
        return "2 GiB";
    }

    private String refuseToShrink() {
        try {
            var size = sidecars.expand(grown().volume().getVolumeId(), grown().capability(), 1, 1);
            throw new StepFailed("it was not refused: " + size + " bytes");
        } catch (StatusRuntimeException refusal) {
            StepFailed.unless(
                    refusal.getStatus().getCode() == Status.Code.OUT_OF_RANGE,
                    "refused otherwise than OUT_OF_RANGE: " + CsiClient.describe(refusal));
            return CsiClient.describe(refusal);
        }
    }

    private String takeSnapshot() {
        snapshot = sidecars.snapshot(prefix + "snapshot", data().volume().getVolumeId());
        return snapshot().getSnapshotId();
    }

    private String restore() throws Exception {
        var source = VolumeContentSource.newBuilder()
                .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder()
                        .setSnapshotId(snapshot().getSnapshotId()))
                .build();
        var volume =
                created(sidecars.create(prefix + "restored", 3, mount("ext4"), node().getAccessibleTopology(), source));
        return findFile(used(volume, mount("ext4")));
    }

    private String cloneData() throws Exception {
        var source = VolumeContentSource.newBuilder()
                .setVolume(VolumeContentSource.VolumeSource.newBuilder()
                        .setVolumeId(data().volume().getVolumeId()))
                .build();
        var volume =
                created(sidecars.create(prefix + "clone", 3, mount("ext4"), node().getAccessibleTopology(), source));
        return findFile(used(volume, mount("ext4")));
    }

    private String findFile(InUse volume) throws Exception {
        volume.bringUp(mounts);
        var seen = "attached";
        if (mounts) {
            volume.expectFile(content);
            seen = "the file is in it, the file system has " + volume.fileSystemBytes() / MIB + " MiB";
        }
        volume.takeDown(mounts);
        return seen;
    }

    private String useRaw() throws Exception {
        var volume = created(sidecars.create(prefix + "raw", 1, block(), node().getAccessibleTopology()));
        var raw = used(volume, block());
        raw.bringUp(mounts);
        if (mounts) {
            raw.writeDevice(content);
            raw.expectDevice(content);
        }
        raw.takeDown(mounts);
        return mounts ? "1 MiB written and read" : "attached";
    }

    private String detachData() {
        data().detach();
        expectStatus(data().volume(), "available");
        return "available";
    }

    private String deleteAll() {
        sidecars.deleteSnapshot(snapshot().getSnapshotId());
        volumes.forEach(sidecars::delete);
        return volumes.size() + " volumes";
    }

    private String nothingLeft() throws Exception {
        var left = new ArrayList<>(cloud.onlooker().objectsNamed(prefix));
        left.addAll(Leftovers.onThisNode(volumes));
        StepFailed.unless(left.isEmpty(), "left behind: " + left);
        return "no volume, no snapshot" + (mounts ? ", no loop device, no mount" : "");
    }

    private Volume created(Volume volume) {
        volumes.add(volume.getVolumeId());
        return volume;
    }

    private InUse used(Volume volume, VolumeCapability capability) {
        var use = new InUse(sidecars, kubelet, Optional.of(node().getNodeId()), volume, capability);
        inUse.add(use);
        return use;
    }

    private void expectStatus(Volume volume, String wanted) {
        var status = cloud.onlooker().volumeStatus(volume.getVolumeId());
        StepFailed.unless(status.equals(wanted), "the cloud says " + status + ", not " + wanted);
    }

    private static VolumeCapability mount(String fsType) {
        return VolumeCapability.newBuilder()
                .setMount(VolumeCapability.MountVolume.newBuilder().setFsType(fsType))
                .setAccessMode(writer())
                .build();
    }

    private static VolumeCapability block() {
        return VolumeCapability.newBuilder()
                .setBlock(VolumeCapability.BlockVolume.getDefaultInstance())
                .setAccessMode(writer())
                .build();
    }

    private static VolumeCapability.AccessMode writer() {
        return VolumeCapability.AccessMode.newBuilder()
                .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER)
                .build();
    }

    private static String done(Runnable action) {
        action.run();
        return "";
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (StatusRuntimeException | StepFailed _) {
            // The failure that ended the walk is the one to tell; what stays is found by its name.
        }
    }

    private NodeGetInfoResponse node() {
        return Objects.requireNonNull(node);
    }

    private InUse data() {
        return Objects.requireNonNull(data);
    }

    private InUse grown() {
        return Objects.requireNonNull(grown);
    }

    private Snapshot snapshot() {
        return Objects.requireNonNull(snapshot);
    }
}
