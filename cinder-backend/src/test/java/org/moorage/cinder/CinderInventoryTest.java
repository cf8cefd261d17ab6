package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.inventory.OwnedObject.Kind;
import org.moorage.api.plugin.Backend;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeId;

class CinderInventoryTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Inventory inventory() {
        return cloud.role(Inventory.class);
    }

    private List<OwnedObject> list() {
        return inventory().list(TestCloud.soon());
    }

    private OwnedObject of(VolumeId id) {
        return list().stream()
                .filter(object -> object.id().equals(id.value()))
                .findFirst()
                .orElseThrow();
    }

    private static <R> R role(Backend backend, Class<R> type) {
        return backend.roles().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyWhatBearsExactlyThisMarkIsListed() {
        var ours = cloud.volumes()
                .create(
                        TestCloud.volume(
                                "pvc-1",
                                1,
                                Map.of(
                                        "csi.storage.k8s.io/pvc/name", "data",
                                        "csi.storage.k8s.io/pvc/namespace", "apps"),
                                Optional.empty(),
                                TopologyRequirement.none(),
                                TestCloud.MOUNT),
                        TestCloud.soon())
                .id();
        cloud.snapshots().create(TestCloud.snapshot("snapshot-1", ours, Map.of()), TestCloud.soon());
        try (var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("test2")))) {
            role(other, CinderVolumes.class).create(TestCloud.volume("pvc-2", 1), TestCloud.soon());
        }
        try (var nameless = TestCloud.open(cloud.conf, Map.of("cluster", List.of("")))) {
            role(nameless, CinderVolumes.class).create(TestCloud.volume("pvc-3", 1), TestCloud.soon());
            assertThat(role(nameless, Inventory.class).mark()).isEmpty();
            assertThat(role(nameless, Inventory.class).list(TestCloud.soon())).isEmpty();
        }

        assertThat(inventory().mark()).hasValue("test");
        assertThat(list()).extracting(OwnedObject::kind).containsExactly(Kind.VOLUME, Kind.SNAPSHOT);
        assertThat(of(ours).origin()).hasValue("apps/data");
    }

    @Test
    void whatIsUsedIsHeldAndNotRemoved() {
        var attached = cloud.made("attached");
        var copied = cloud.made("copied");
        cloud.attacher().attach(TestCloud.attachment(attached, cloud.node(0)), TestCloud.soon());
        cloud.snapshots().create(TestCloud.snapshot("snapshot-1", copied, Map.of()), TestCloud.soon());

        assertThat(of(attached).held())
                .hasValueSatisfying(why -> assertThat(why).startsWith("attached to "));
        assertThat(of(copied).held()).hasValueSatisfying(why -> assertThat(why).startsWith("has snapshots: "));
        assertThat(inventory().remove(of(attached), TestCloud.soon())).isPresent();
        assertThat(inventory().remove(of(copied), TestCloud.soon())).isPresent();
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(2);
    }

    @Test
    void whatChangedSinceItWasListedIsNotRemoved() {
        var id = cloud.made("pvc-1");
        var free = of(id);
        cloud.attacher().attach(TestCloud.attachment(id, cloud.node(0)), TestCloud.soon());

        assertThat(free.held()).isEmpty();
        assertThat(inventory().remove(free, TestCloud.soon()))
                .hasValueSatisfying(why -> assertThat(why).startsWith("attached to "));

        cloud.attacher().detach(id, Optional.of(cloud.node(0)), org.moorage.api.Secrets.none(), TestCloud.soon());
        cloud.emulator.resetVolume(id.value(), "reserved");
        assertThat(inventory().remove(free, TestCloud.soon())).hasValue("status reserved");
    }

    @Test
    void whatNothingHoldsIsRemovedAndARepeatFindsItGone() {
        var volume = of(cloud.made("pvc-1"));

        assertThat(inventory().remove(volume, TestCloud.soon())).isEmpty();
        assertThat(inventory().remove(volume, TestCloud.soon())).isEmpty();

        assertThat(cloud.emulator.leftovers().volumes()).isEmpty();
    }

    @Test
    void objectOfAnotherMarkIsNotRemovedWhoeverAsks() {
        var volume = of(cloud.made("pvc-1"));
        try (var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("test2")))) {
            assertThat(role(other, Inventory.class).remove(volume, TestCloud.soon()))
                    .hasValue("it does not bear the mark of this cluster any more");
        }
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(1);
    }
}
