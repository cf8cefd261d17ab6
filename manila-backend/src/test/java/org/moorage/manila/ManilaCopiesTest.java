package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

/// Shares that are made of others: restored from snapshots, or cloned.
class ManilaCopiesTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @Test
    void snapshotIsRestoredWithItsContentAndTheShareMayBeLarger() throws Exception {
        var source = cloud.made("pvc-1").id();
        Files.writeString(cloud.emulator.shareDirectory(source.value()).resolve("file"), "content");
        var snapshot = cloud.snapshots().create(cloud.snapshot("snap-1", source), TestCloud.soon());
        var from = new ContentSource.FromSnapshot(snapshot.id());

        var same =
                cloud.volumes().create(cloud.volume("pvc-2", 1, TestCloud.CLASS, Optional.of(from)), TestCloud.soon());
        var larger =
                cloud.volumes().create(cloud.volume("pvc-3", 3, TestCloud.CLASS, Optional.of(from)), TestCloud.soon());

        assertThat(cloud.emulator.shareDirectory(same.id().value()).resolve("file"))
                .hasContent("content");
        assertThat(larger.capacity()).isEqualTo(Bytes.ofGib(3));
        assertThat(larger.source()).contains(from);
        assertThat(cloud.volumes()
                        .create(cloud.volume("pvc-2", 1, TestCloud.CLASS, Optional.of(from)), TestCloud.soon()))
                .isEqualTo(same);
    }

    @Test
    void snapshotThatIsNotThereIsNotFound() {
        var from = new ContentSource.FromSnapshot(new SnapshotId("no-such-snapshot"));

        assertThatThrownBy(() -> cloud.volumes()
                        .create(cloud.volume("pvc-2", 1, TestCloud.CLASS, Optional.of(from)), TestCloud.soon()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void copyIsMadeThroughASnapshotThatIsRemoved() throws Exception {
        var source = cloud.made("pvc-1").id();
        Files.writeString(cloud.emulator.shareDirectory(source.value()).resolve("file"), "content");
        var from = new ContentSource.FromVolume(source);
        var spec = cloud.volume("pvc-2", 1, TestCloud.CLASS, Optional.of(from));

        var copy = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(cloud.emulator.shareDirectory(copy.id().value()).resolve("file"))
                .hasContent("content");
        assertThat(cloud.emulator.leftovers().shareSnapshots()).isEmpty();
        assertThat(cloud.volumes().create(spec, TestCloud.soon())).isEqualTo(copy);
    }

    @Test
    void copyThatWasCutOffIsGoneOnWith() {
        var source = cloud.made("pvc-1").id();
        var spec = cloud.volume("pvc-2", 1, TestCloud.CLASS, Optional.of(new ContentSource.FromVolume(source)));
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE_SNAPSHOT));
        assertThatThrownBy(() -> cloud.volumes().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE_FROM_SNAPSHOT));
        assertThatThrownBy(() -> cloud.volumes().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        var copy = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(cloud.emulator.leftovers().shares())
                .containsExactlyInAnyOrder(source.value(), copy.id().value());
        assertThat(cloud.emulator.leftovers().shareSnapshots()).isEmpty();
    }

    @Test
    void copyThatManilaCannotMakeLeavesNothing() {
        var source = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_SHARE_FROM_SNAPSHOT, "007"));

        assertThatThrownBy(() -> cloud.volumes()
                        .create(
                                cloud.volume(
                                        "pvc-2", 1, TestCloud.CLASS, Optional.of(new ContentSource.FromVolume(source))),
                                TestCloud.soon()))
                .isInstanceOf(Failure.Exhausted.class);
        assertThat(cloud.emulator.leftovers().shares()).containsExactly(source.value());
        assertThat(cloud.emulator.leftovers().shareSnapshots()).isEmpty();
    }

    /// The Go driver compares the network that Manila filled in with the empty parameter.
    @Test
    void networkThatManilaChoseIsNoDifference() {
        var network = cloud.emulator.addShareNetwork("net");
        cloud.emulator.addShareType(
                "dhss",
                Map.of(
                        "driver_handles_share_servers", "True",
                        "snapshot_support", "True",
                        "create_share_from_snapshot_support", "True"));
        var parameters = new HashMap<>(TestCloud.CLASS);
        parameters.put("type", "dhss");
        parameters.put("shareNetworkID", network);
        var source = cloud.volumes()
                .create(cloud.volume("pvc-1", parameters), TestCloud.soon())
                .id();
        var snapshot = cloud.snapshots().create(cloud.snapshot("snap-1", source), TestCloud.soon());
        parameters.remove("shareNetworkID");
        var spec = cloud.volume("pvc-2", 1, parameters, Optional.of(new ContentSource.FromSnapshot(snapshot.id())));

        var first = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(cloud.volumes().create(spec, TestCloud.soon()).id()).isEqualTo(first.id());
    }
}
