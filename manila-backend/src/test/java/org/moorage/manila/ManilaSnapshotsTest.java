package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

class ManilaSnapshotsTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId ofType(String type, Map<String, String> specs) {
        cloud.emulator.addShareType(type, specs);
        return cloud.volumes()
                .create(cloud.volume("pvc-1", Map.of("type", type, "nfs-shareClient", "none")), TestCloud.soon())
                .id();
    }

    private Snapshot take(VolumeId share) {
        return cloud.snapshots().create(cloud.snapshot("snap-1", share), TestCloud.soon());
    }

    /// The Go driver refuses to take it unless shares can be made of it, too.
    @Test
    void shareWhoseSnapshotsCannotBeRestoredHasSnapshots() {
        var share = ofType("mountable", Map.of("driver_handles_share_servers", "False", "snapshot_support", "True"));

        var snapshot = take(share);

        assertThat(snapshot.readyToUse()).isTrue();
        var from = new ContentSource.FromSnapshot(snapshot.id());
        assertThatThrownBy(() -> cloud.volumes()
                        .create(
                                cloud.volume("pvc-2", 1, Map.of("type", "mountable"), Optional.of(from)),
                                TestCloud.soon()))
                .isInstanceOfAny(Failure.Invalid.class, Failure.Precondition.class);
    }

    @Test
    void shareOfATypeWithoutSnapshotsIsSaidSo() {
        var share = cloud.volumes()
                .create(
                        cloud.volume("pvc-1", Map.of("type", "nosnapshots", "nfs-shareClient", "none")),
                        TestCloud.soon())
                .id();

        assertThatThrownBy(() -> take(share))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("nosnapshots")
                .hasMessageContaining("snapshot_support");
    }

    @Test
    void snapshotBearsItsMarks() {
        var share = cloud.made("pvc-1").id();
        var spec = new SnapshotSpec(
                new SnapshotName("snap-1"),
                share,
                Map.of(
                        "appendSnapshotMetadata", "{\"tier\": \"gold\"}",
                        "csi.storage.k8s.io/volumesnapshot/name", "nightly"),
                cloud.secrets());

        var snapshot = cloud.snapshots().create(spec, TestCloud.soon());

        var shown = cloud.look(manila -> manila.snapshots().show(snapshot.id().value(), TestCloud.soon()));
        assertThat(shown.description()).isEqualTo("snapshotted-by=manila.csi.openstack.org");
        assertThat(shown.metadata())
                .containsOnly(
                        Map.entry("tier", "gold"),
                        Map.entry("csi.storage.k8s.io/volumesnapshot/name", "nightly"),
                        Map.entry("manila.csi.openstack.org/cluster", "test"));
    }

    @Test
    void snapshotThatTakesLongIsAnsweredAsNotReady() {
        var share = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SHARE_SNAPSHOT));

        var begun = take(share);
        cloud.emulator.faults().heal();
        var done = take(share);

        assertThat(begun.readyToUse()).isFalse();
        assertThat(done.id()).isEqualTo(begun.id());
        assertThat(done.readyToUse()).isTrue();
    }

    @Test
    void snapshotThatManilaCouldNotTakeIsRemovedWithTheReason() {
        var share = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_SHARE_SNAPSHOT));

        assertThatThrownBy(() -> take(share)).isInstanceOf(Failure.Broken.class).hasMessageContaining("removed");
        assertThat(cloud.emulator.leftovers().shareSnapshots()).isEmpty();
        assertThat(take(share).readyToUse()).isTrue();
    }

    @Test
    void answerThatWasLostTakesNoSecondSnapshot() {
        var share = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(RequestFault.dropAfter("POST", "/snapshots"));

        var snapshot = take(share);

        assertThat(cloud.emulator.leftovers().shareSnapshots())
                .containsExactly(snapshot.id().value());
    }

    @Test
    void deletionIsAwaitedAndAFailureTold() {
        var share = cloud.made("pvc-1").id();
        var snapshot = take(share);
        cloud.emulator.faults().put(OperationFault.failing(Operation.DELETE_SHARE_SNAPSHOT));

        assertThatThrownBy(() -> cloud.snapshots().delete(snapshot.id(), cloud.secrets(), TestCloud.soon()))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("error_deleting");
        cloud.emulator.resetShareSnapshot(snapshot.id().value(), "available");
        cloud.snapshots().delete(snapshot.id(), cloud.secrets(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().shareSnapshots()).isEmpty();
    }
}
