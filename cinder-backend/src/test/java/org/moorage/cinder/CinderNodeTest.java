package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.metadata.ConfigDrive;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.metadata.InstanceIdentity.Given;
import org.moorage.openstack.metadata.InstanceMetadata;
import org.moorage.openstack.testing.CapturedLog;

class CinderNodeTest {
    private static final Optional<String> ZONE = Optional.of(CinderNames.ZONE);
    private static final VolumeLimit UNLIMITED = new VolumeLimit.Fixed(0);

    @TempDir
    Path firmware;

    @Test
    void metadataSaysWhoTheNodeIs() {
        var given = new Given(
                Optional.empty(),
                Optional.empty(),
                ZONE,
                Map.of("topology.kubernetes.io/region", "r1"),
                new VolumeLimit.Fixed(7));
        var node = new InstanceIdentity(given, metadata("server-1", "zone 1"));

        var identity = node.identity(TestCloud.soon());

        assertThat(identity.id().value()).isEqualTo("server-1");
        assertThat(identity.limit()).isEqualTo(new VolumeLimit.Fixed(7));
        assertThat(identity.topology().orElseThrow().segments())
                .containsOnly(Map.entry(CinderNames.ZONE, "zone-1"), Map.entry("topology.kubernetes.io/region", "r1"));
    }

    @Test
    void givenIdentityAsksNoMetadata() {
        var given = new Given(Optional.of("server-2"), Optional.of("az2"), ZONE, Map.of(), UNLIMITED);
        var node = new InstanceIdentity(given, metadata(() -> {
            throw new AssertionError("asked");
        }));

        var identity = node.identity(TestCloud.soon());

        assertThat(identity.id().value()).isEqualTo("server-2");
        assertThat(identity.topology().orElseThrow().segments()).containsEntry(CinderNames.ZONE, "az2");
    }

    @Test
    void withoutTopologyNoneIsTold() {
        var given = new Given(Optional.of("server-2"), Optional.of("az2"), Optional.empty(), Map.of(), UNLIMITED);

        assertThat(new InstanceIdentity(given, metadata("x", "y"))
                        .identity(TestCloud.soon())
                        .topology())
                .isEmpty();
    }

    /// A zone is renamed, or the instance is migrated: the node tells the zone of today, and the log the remedy.
    @Test
    void zoneThatChangedIsToldWithTheRemedy() {
        var given = new Given(Optional.empty(), Optional.empty(), ZONE, Map.of(), UNLIMITED);
        var zone = new AtomicReference<>("az1");
        var node = new InstanceIdentity(given, metadata(() -> document("server-1", zone.get())));

        try (var log = CapturedLog.of(InstanceIdentity.class)) {
            node.identity(TestCloud.soon());
            node.identity(TestCloud.soon());
            zone.set("az2");
            var moved = node.identity(TestCloud.soon());
            node.identity(TestCloud.soon());

            assertThat(moved.topology().orElseThrow().segments()).containsEntry(CinderNames.ZONE, "az2");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("kubectl label node NODE topology.cinder.csi.openstack.org/zone-");
        }
    }

    /// The firmware tells no zone, and who needs none may go by it.
    @Test
    void nodeWithoutTopologyIsKnownByItsFirmware() throws IOException {
        Files.writeString(firmware.resolve("product_name"), "OpenStack Nova\n");
        Files.writeString(firmware.resolve("product_uuid"), "5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234\n");
        var given = new Given(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), UNLIMITED);
        var withZone = new Given(Optional.empty(), Optional.of("az7"), ZONE, Map.of(), UNLIMITED);
        var nowhere = metadata(() -> {
            throw new IOException("no drive");
        });

        assertThat(new InstanceIdentity(given, nowhere)
                        .identity(TestCloud.soon())
                        .id()
                        .value())
                .isEqualTo("5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234");
        assertThat(new InstanceIdentity(withZone, nowhere)
                        .identity(TestCloud.soon())
                        .topology()
                        .orElseThrow()
                        .segments())
                .containsEntry(CinderNames.ZONE, "az7");
    }

    private InstanceMetadata metadata(String id, String zone) {
        return metadata(() -> document(id, zone));
    }

    private InstanceMetadata metadata(ConfigDrive drive) {
        var section = new MetadataSection(List.of(MetadataSection.CONFIG_DRIVE), Optional.empty());
        return new InstanceMetadata(
                section, new InstanceMetadata.Places(drive, List::of, firmware), InstantSource.system());
    }

    private static byte[] document(String id, String zone) {
        return "{\"uuid\": \"%s\", \"availability_zone\": \"%s\"}"
                .formatted(id, zone)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"nova,nova", "'AZ 1 (north)',AZ-1-north", "'--a--',a", "'///',''"})
    void zoneBecomesALabel(String zone, String label) {
        assertThat(InstanceIdentity.label(zone)).isEqualTo(label);
    }

    @Test
    void longZoneIsCut() {
        assertThat(InstanceIdentity.label("z".repeat(80))).hasSize(63);
    }

    @Test
    void deviceIsKnownByTheVolumesId() {
        var volume = new NodeVolume(
                new VolumeId("4a1b"), TestCloud.MOUNT, Map.of(), Map.of("DevicePath", "/dev/sda"), Secrets.none());

        assertThat(new CinderNodeAccess().resolve(volume, TestCloud.soon()))
                .isEqualTo(new NodeAccess.BlockDevice("4a1b", Optional.empty(), "ext4"));
    }

    @Test
    void deviceIsAtLeastAsLargeAsTheVolumeWasWhenItWasAttached() {
        var access = resolve("3");

        assertThat(access.leastSize()).contains(new Bytes((2L << 30) + 1));
        assertThat(resolve("1").leastSize()).contains(new Bytes(1));
        assertThatThrownBy(() -> resolve("three"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("SizeGiB");
    }

    private static NodeAccess.BlockDevice resolve(String size) {
        var volume = new NodeVolume(
                new VolumeId("4a1b"), TestCloud.MOUNT, Map.of(), Map.of("SizeGiB", size), Secrets.none());
        return (NodeAccess.BlockDevice) new CinderNodeAccess().resolve(volume, TestCloud.soon());
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
