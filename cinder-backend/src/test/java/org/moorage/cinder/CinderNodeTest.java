package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.cinder.CinderNodeIdentity.Given;
import org.moorage.openstack.metadata.Instance;

class CinderNodeTest {
    @Test
    void metadataSaysWhoTheNodeIs() {
        var given =
                new Given(Optional.empty(), Optional.empty(), true, Map.of("topology.kubernetes.io/region", "r1"), 7);
        var node = new CinderNodeIdentity(given, _ -> new Instance("server-1", "zone 1"));

        var identity = node.identity(TestCloud.soon());

        assertThat(identity.id().value()).isEqualTo("server-1");
        assertThat(identity.maximumVolumes()).isEqualTo(7);
        assertThat(identity.topology().orElseThrow().segments())
                .containsOnly(Map.entry(CinderNames.ZONE, "zone-1"), Map.entry("topology.kubernetes.io/region", "r1"));
    }

    @Test
    void givenIdentityAsksNoMetadata() {
        var given = new Given(Optional.of("server-2"), Optional.of("az2"), true, Map.of(), 0);
        var node = new CinderNodeIdentity(given, _ -> {
            throw new AssertionError("asked");
        });

        var identity = node.identity(TestCloud.soon());

        assertThat(identity.id().value()).isEqualTo("server-2");
        assertThat(identity.topology().orElseThrow().segments()).containsEntry(CinderNames.ZONE, "az2");
    }

    @Test
    void withoutTopologyNoneIsTold() {
        var given = new Given(Optional.of("server-2"), Optional.of("az2"), false, Map.of(), 0);

        assertThat(new CinderNodeIdentity(given, _ -> new Instance("x", "y"))
                        .identity(TestCloud.soon())
                        .topology())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"nova,nova", "'AZ 1 (north)',AZ-1-north", "'--a--',a", "'///',''"})
    void zoneBecomesALabel(String zone, String label) {
        assertThat(CinderNodeIdentity.label(zone)).isEqualTo(label);
    }

    @Test
    void longZoneIsCut() {
        assertThat(CinderNodeIdentity.label("z".repeat(80))).hasSize(63);
    }

    @Test
    void deviceIsKnownByTheVolumesId() {
        var volume = new NodeVolume(
                new VolumeId("4a1b"), TestCloud.MOUNT, Map.of(), Map.of("DevicePath", "/dev/sda"), Secrets.none());

        assertThat(new CinderNodeAccess().resolve(volume, TestCloud.soon()))
                .isEqualTo(new NodeAccess.BlockDevice("4a1b", Optional.empty(), "ext4"));
    }

    @Test
    void volumeWrittenIntoAPodIsRefused() {
        var volume = new NodeVolume(
                new VolumeId("csi-1"),
                TestCloud.MOUNT,
                Map.of("csi.storage.k8s.io/ephemeral", "true"),
                Map.of(),
                Secrets.none());

        assertThatThrownBy(() -> new CinderNodeAccess().resolve(volume, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
    }
}
