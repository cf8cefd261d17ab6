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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moorage.csi.v1.ControllerGetCapabilitiesRequest;
import org.moorage.csi.v1.ControllerServiceCapability.RPC;
import org.moorage.csi.v1.Snapshot;
import org.moorage.csi.v1.Topology;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeContentSource;

/// The life of a share, step by step, on two nodes at a time. Steps run in order; each finds in this object what those
/// before it left.
final class ShareWalk {
    private static final long MIB = 1L << 20;
    private static final VolumeCapability MOUNT = VolumeCapability.newBuilder()
            .setMount(VolumeCapability.MountVolume.getDefaultInstance())
            .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                    .setMode(VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER))
            .build();

    private final CsiClient controller;
    private final Sidecars sidecars;
    private final List<NodePlugin> nodes;
    private final ShareOnlooker onlooker;
    private final boolean mounts;
    private final boolean attaches;
    private final String prefix;
    private final byte[] content = new byte[(int) MIB];
    private final Set<String> shares = new LinkedHashSet<>();
    private final List<InUse> inUse = new ArrayList<>();

    private @Nullable InUse first;
    private @Nullable InUse second;
    private @Nullable Snapshot snapshot;

    /// A node's server, and who calls it.
    record NodePlugin(CsiClient csi, Kubelet kubelet) {
        /// The id that the node has in the cloud.
        String id() {
            return kubelet.node().getNodeId();
        }
    }

    /// @param nodes  two of them
    /// @param mounts whether the nodes' part can be done, too
    /// @param attaches whether nodes are granted a share one by one; else those of its class are, from the start
    /// @param prefix what the names of all that is made begin with
    ShareWalk(
            CsiClient controller,
            Sidecars sidecars,
            List<NodePlugin> nodes,
            ShareOnlooker onlooker,
            boolean mounts,
            boolean attaches,
            String prefix) {
        this.controller = controller;
        this.sidecars = sidecars;
        this.nodes = List.copyOf(nodes);
        this.onlooker = onlooker;
        this.mounts = mounts;
        this.attaches = attaches;
        this.prefix = prefix;
        new Random().nextBytes(content);
    }

    List<Step> steps() {
        var steps = new ArrayList<Step>();
        steps.add(new Step("ask who the driver and the nodes are", this::introduce));
        steps.add(new Step("create a share of 1 GiB", this::create));
        if (attaches) {
            steps.add(new Step("grant it to the first node", () -> grant(first())));
        }
        if (mounts) {
            steps.add(new Step("stage and publish it there", () -> bringUp(first())));
            steps.add(new Step("write a file", () -> written(first())));
        }
        if (attaches) {
            steps.add(new Step("grant it to the second node, too", () -> grant(second())));
        }
        if (mounts) {
            steps.add(new Step("stage and publish it there", () -> bringUp(second())));
            steps.add(new Step("read on the second node what the first wrote", () -> found(second())));
            steps.add(new Step("ask how full it is", this::stats));
        }
        steps.add(new Step("take a snapshot while it is in use", this::takeSnapshot));
        steps.add(new Step("grow it to 2 GiB while it is in use", this::grow));
        steps.add(new Step("refuse to shrink it", this::refuseToShrink));
        steps.add(new Step("restore the snapshot into a new share", this::restore));
        steps.add(new Step("take it from the second node", () -> takeAway(second())));
        if (mounts) {
            steps.add(new Step("read it on the first node all the same", () -> found(first())));
        }
        steps.add(new Step("take it from the first node", () -> takeAway(first())));
        steps.add(new Step("delete the snapshot and all shares", this::deleteAll));
        steps.add(new Step("look for anything left behind", this::nothingLeft));
        return steps;
    }

    /// Takes away what a walk that broke off has left, as far as it can.
    void undo() {
        for (var share : inUse.reversed()) {
            if (mounts) {
                attempt(share::unpublish);
                attempt(share::unstage);
            }
            attempt(share::detach);
        }
        attempt(sidecars::takeBack);
        Optional.ofNullable(snapshot).ifPresent(taken -> attempt(() -> sidecars.deleteSnapshot(taken.getSnapshotId())));
        for (var id : shares) {
            attempt(() -> sidecars.delete(id));
        }
    }

    private String introduce() {
        var driver = sidecars.driver();
        var can = controller
                .controller(
                        stub -> stub.controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance()))
                .getCapabilitiesList();
        var announced = can.stream().anyMatch(one -> one.getRpc().getType() == RPC.Type.PUBLISH_UNPUBLISH_VOLUME);
        StepFailed.unless(
                announced == attaches,
                "the driver " + (announced ? "announces" : "does not announce") + " that it grants shares to nodes");
        return driver.getName() + " " + driver.getVendorVersion() + ", nodes "
                + String.join(" and ", nodes.stream().map(NodePlugin::id).toList());
    }

    private String create() {
        var share = created(sidecars.create(prefix + "data", 1, MOUNT, Topology.getDefaultInstance()));
        StepFailed.unless(share.getCapacityBytes() == Sidecars.GIB, "it has " + share.getCapacityBytes() + " bytes");
        first = used(share, nodes.getFirst());
        second = used(share, nodes.getLast());
        var clients = onlooker.clients(share.getVolumeId());
        StepFailed.unless(clients.isEmpty() == attaches, "those who may mount it are " + clients);
        return share.getVolumeId()
                + (attaches ? ", which nobody may mount yet" : ", which these may mount: " + clients);
    }

    private String grant(InUse use) {
        var before = onlooker.clients(use.volume().getVolumeId()).size();
        use.attach();
        var after = onlooker.clients(use.volume().getVolumeId());
        StepFailed.unless(after.size() == before + 1, "the share's rules are " + after);
        return "the share's rules are " + after;
    }

    private String bringUp(InUse use) {
        use.stage();
        use.publish();
        return "";
    }

    private String written(InUse use) throws Exception {
        use.writeFile(content);
        return "1 MiB";
    }

    private String found(InUse use) throws Exception {
        use.expectFile(content);
        return "1 MiB, as it was written";
    }

    private String stats() {
        var total = first().fileSystemBytes();
        StepFailed.unless(total > MIB, "it is said to have " + total + " bytes");
        return "the file system has " + total / MIB + " MiB";
    }

    private String takeSnapshot() {
        snapshot = sidecars.snapshot(prefix + "snapshot", first().volume().getVolumeId());
        return snapshot().getSnapshotId();
    }

    private String grow() {
        first().grow(2, false);
        return "2 GiB, of which the nodes need not be told";
    }

    private String refuseToShrink() {
        try {
            var size = sidecars.expand(first().volume().getVolumeId(), MOUNT, 1, 1);
            throw new StepFailed("it was not refused: " + size + " bytes");
        } catch (StatusRuntimeException refusal) {
            StepFailed.unless(
                    refusal.getStatus().getCode() == Status.Code.OUT_OF_RANGE,
                    "refused otherwise than OUT_OF_RANGE: " + CsiClient.describe(refusal));
            return CsiClient.describe(refusal);
        }
    }

    private String restore() throws Exception {
        var source = VolumeContentSource.newBuilder()
                .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder()
                        .setSnapshotId(snapshot().getSnapshotId()))
                .build();
        var share = created(sidecars.create(prefix + "restored", 1, MOUNT, Topology.getDefaultInstance(), source));
        var use = used(share, nodes.getLast());
        use.bringUp(mounts);
        var seen = mounts ? "the file is in it: " + found(use) : share.getVolumeId();
        use.takeDown(mounts);
        return seen;
    }

    private String takeAway(InUse use) {
        var before = onlooker.clients(use.volume().getVolumeId()).size();
        use.takeDown(mounts);
        var after = onlooker.clients(use.volume().getVolumeId());
        StepFailed.unless(after.size() == (attaches ? before - 1 : before), "the share's rules are " + after);
        return "the share's rules are " + after;
    }

    private String deleteAll() {
        sidecars.deleteSnapshot(snapshot().getSnapshotId());
        shares.forEach(sidecars::delete);
        return shares.size() + " shares";
    }

    private String nothingLeft() throws Exception {
        // Manila answers a deletion at once and goes on with it.
        BooleanSupplier gone = () -> onlooker.objectsNamed(prefix).isEmpty();
        controller.awaiting(gone::getAsBoolean, done -> done);
        var left = Leftovers.onThisNode(shares);
        StepFailed.unless(left.isEmpty(), "left behind: " + left);
        return "no share, no snapshot" + (mounts ? ", no mount" : "");
    }

    private Volume created(Volume share) {
        shares.add(share.getVolumeId());
        return share;
    }

    private InUse used(Volume share, NodePlugin node) {
        var use = new InUse(sidecars, node.kubelet(), Optional.of(node.id()).filter(_ -> attaches), share, MOUNT);
        inUse.add(use);
        return use;
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (StatusRuntimeException | StepFailed _) {
            // The failure that ended the walk is the one to tell; what stays is found by its name.
        }
    }

    private InUse first() {
        return Objects.requireNonNull(first);
    }

    private InUse second() {
        return Objects.requireNonNull(second);
    }

    private Snapshot snapshot() {
        return Objects.requireNonNull(snapshot);
    }
}
