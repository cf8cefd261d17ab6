package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.RequestFault;

/// Deletion of volumes that have snapshots.
class CinderDeletionTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId made(String policy) {
        return made(policy, "pvc-1");
    }

    private VolumeId made(String policy, String name) {
        return cloud.volumes()
                .create(
                        TestCloud.volume(
                                name,
                                1,
                                Map.of("deleteWithSnapshots", policy),
                                Optional.empty(),
                                TopologyRequirement.none(),
                                TestCloud.MOUNT),
                        TestCloud.soon())
                .id();
    }

    private SnapshotId snapshot(String name, VolumeId volume) {
        return cloud.snapshots()
                .create(TestCloud.snapshot(name, volume, Map.of()), TestCloud.soon())
                .id();
    }

    private void delete(VolumeId volume) {
        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());
    }

    private void delete(SnapshotId snapshot) {
        cloud.snapshots().delete(snapshot, Secrets.none(), TestCloud.soon());
    }

    @Test
    void volumeStaysAndItsSnapshotsAreNamed() {
        var volume = cloud.made("pvc-1");
        var snapshot = snapshot("snap-1", volume);

        assertThatThrownBy(() -> delete(volume))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(snapshot.value());
    }

    @Test
    void unknownPolicyIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> made("maybe"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("cascade");
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void snapshotsOfThisClusterGoWithTheirVolume() {
        var volume = made("cascade");
        snapshot("snap-1", volume);
        snapshot("snap-2", volume);

        delete(volume);

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void snapshotsOfOthersAreNotTakenAlong() throws Exception {
        var volume = made("cascade");
        snapshot("snap-1", volume);
        SnapshotId foreign;
        try (var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("other")))) {
            foreign = other.roles().stream()
                    .filter(CinderSnapshots.class::isInstance)
                    .map(CinderSnapshots.class::cast)
                    .findFirst()
                    .orElseThrow()
                    .create(TestCloud.snapshot("snap-2", volume, Map.of()), TestCloud.soon())
                    .id();
        }

        assertThatThrownBy(() -> delete(volume))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(foreign.value());
        assertThat(cloud.emulator.leftovers().snapshots()).hasSize(2);
    }

    @Test
    void deferredVolumeIsOutOfSightAndGoesWithItsLastSnapshot() {
        var volume = made("defer");
        var first = snapshot("snap-1", volume);
        var second = snapshot("snap-2", volume);

        delete(volume);
        delete(volume);

        assertThat(cloud.emulator.leftovers().volumes()).containsExactly(volume.value());
        var catalog = cloud.role(CinderVolumeCatalog.class);
        assertThat(catalog.find(volume, TestCloud.soon())).isEmpty();
        assertThat(catalog.list(new Page.Request(0, Optional.empty()), TestCloud.soon())
                        .entries())
                .isEmpty();
        assertThat(cloud.made("pvc-1")).isNotEqualTo(volume);

        delete(first);
        assertThat(cloud.emulator.leftovers().volumes()).contains(volume.value());
        delete(second);
        assertThat(cloud.emulator.leftovers().volumes()).doesNotContain(volume.value());
    }

    @Test
    void deferredVolumeIsFoundByTheRepeatOfADeletionThatWasCutShort() {
        var volume = made("defer");
        var snapshot = snapshot("snap-1", volume);
        delete(volume);
        cloud.emulator.faults().put(RequestFault.status("GET", "/volumes/detail", 403));

        assertThatThrownBy(() -> delete(snapshot)).isInstanceOf(Failure.Unavailable.class);
        assertThat(cloud.emulator.leftovers().snapshots()).isEmpty();
        delete(snapshot);

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void deferredVolumeThatIsBusyKeepsNoOtherFromGoing() {
        var busy = made("defer", "pvc-1");
        var other = made("defer", "pvc-2");
        var ofBusy = snapshot("snap-1", busy);
        var ofOther = snapshot("snap-2", other);
        delete(busy);
        delete(other);
        cloud.emulator.resetVolume(busy.value(), "reserved");

        delete(ofBusy);
        delete(ofOther);

        assertThat(cloud.emulator.leftovers().snapshots()).isEmpty();
        assertThat(cloud.emulator.leftovers().volumes()).containsExactly(busy.value());
        assertThatThrownBy(() -> delete(busy)).isInstanceOf(Failure.Aborted.class);
        cloud.emulator.resetVolume(busy.value(), "available");
        delete(busy);
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void volumeOfAnotherClusterIsNotDeferredSinceNobodyWouldSeeToIt() {
        var volume = made("defer");
        var snapshot = snapshot("snap-1", volume);

        try (var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("other")))) {
            var volumes = other.roles().stream()
                    .filter(CinderVolumes.class::isInstance)
                    .map(CinderVolumes.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> volumes.delete(volume, Secrets.none(), TestCloud.soon()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining(snapshot.value());
        }
        assertThat(cloud.role(CinderVolumeCatalog.class).find(volume, TestCloud.soon()))
                .isPresent();
    }

    @Test
    void deferredVolumeThatSomebodyAttachedIsListed() {
        var volume = made("defer");
        snapshot("snap-1", volume);
        delete(volume);
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());

        assertThat(cloud.role(CinderVolumeCatalog.class)
                        .list(new Page.Request(0, Optional.empty()), TestCloud.soon())
                        .entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.nodes()).containsExactly(cloud.node(0)));
    }
}
