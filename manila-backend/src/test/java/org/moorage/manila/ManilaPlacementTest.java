package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;

class ManilaPlacementTest {
    private static final Topology AZ1 = zone("az1");
    private static final Topology AZ2 = zone("az2");
    private static final TopologyRequirement SECOND_FIRST =
            new TopologyRequirement(List.of(AZ1, AZ2), List.of(AZ2, AZ1));

    @AutoClose
    private TestCloud cloud;

    private static Topology zone(String name) {
        return new Topology(Map.of("topology.manila.csi.openstack.org/zone", name));
    }

    private Volume create(String name, Map<String, String> parameters, Map<String, String> annotations) {
        var all = new HashMap<>(TestCloud.CLASS);
        all.putAll(parameters);
        var spec = new VolumeSpec(
                new VolumeName(name),
                TestCloud.atLeast(1),
                List.of(TestCloud.SHARED),
                all,
                Optional.empty(),
                SECOND_FIRST,
                cloud.secrets());
        return cloud.volumes().create(spec.annotated(annotations), TestCloud.soon());
    }

    @Test
    void zoneComesFromTheTopologyWhereTheClassSaysSo() {
        cloud = TestCloud.start(Map.of("with-topology", List.of("true")));

        var volume = create("pvc-1", Map.of("autoTopology", "true"), Map.of());

        assertThat(cloud.shown(volume.id()).availabilityZone()).contains("az2");
        assertThat(volume.accessible()).containsExactly(AZ2);
    }

    @Test
    void otherwiseTheShareIsReachableFromWhereItWasWanted() {
        cloud = TestCloud.start(Map.of("with-topology", List.of("true")));

        assertThat(create("pvc-1", Map.of(), Map.of()).accessible()).containsExactly(AZ2, AZ1);
        var chosen = create("pvc-2", Map.of("availability", "az1", "autoTopology", "true"), Map.of());
        assertThat(cloud.shown(chosen.id()).availabilityZone()).contains("az1");
        assertThat(chosen.accessible()).containsExactly(AZ2, AZ1);
    }

    @Test
    void withoutTopologyNoneIsTold() {
        cloud = TestCloud.start();

        assertThat(create("pvc-1", Map.of("autoTopology", "true"), Map.of()).accessible())
                .isEmpty();
    }

    @Test
    void hintsOfTheClaimReachManilaAndAreRemembered() {
        cloud = TestCloud.start(Map.of("drivername", List.of("nfs.manila.csi.openstack.org")));
        var near = create("near", Map.of(), Map.of()).id();
        var far = create("far", Map.of(), Map.of()).id();
        var annotations = Map.of(
                "manila.csi.openstack.org/affinity", "near", "manila.csi.openstack.org/anti-affinity", far.value());

        var volume = create("pvc-1", Map.of(), annotations);

        assertThat(volume.context()).containsEntry("affinity", near.value()).containsEntry("antiAffinity", far.value());
        assertThat(create("pvc-1", Map.of(), annotations)).isEqualTo(volume);
        assertThatThrownBy(() -> create("pvc-2", Map.of(), Map.of("manila.csi.openstack.org/affinity", "nobody")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("nobody");
    }
}
