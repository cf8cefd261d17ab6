package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Volume;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.openstack.testing.CapturedLog;

/// Nova's availability zones and Cinder's that do not bear the same names. Isolated, since it reads what is logged of
/// zones by whoever.
@Isolated
class CinderZonesTest {
    private static final List<String> COMPUTE = List.of("nova-a", "nova-b", "nova-c", "odd zone");
    private static final List<String> VOLUME = List.of("cinder-1", "cinder-2", "odd zone");
    private static final String MAP = "zone-map = nova-a:cinder-1, nova-b:cinder-1, nova-c:cinder-2\n";

    @AutoClose
    private final CapturedLog log = CapturedLog.of(Zones.class);

    @AutoClose
    private TestCloud cloud;

    private void start(List<String> compute, List<String> volume, String further) {
        cloud = TestCloud.start(settings -> settings.zones(compute, volume), further);
    }

    private Volume create(String name, TopologyRequirement topology) {
        return create(name, Map.of(), topology, Optional.empty());
    }

    private Volume create(
            String name, Map<String, String> parameters, TopologyRequirement topology, Optional<ContentSource> source) {
        return cloud.volumes()
                .create(TestCloud.volume(name, 1, parameters, source, topology, TestCloud.MOUNT), TestCloud.soon());
    }

    private static TopologyRequirement at(String... zones) {
        return new TopologyRequirement(places(zones), places(zones));
    }

    private static List<Topology> places(String... zones) {
        return Stream.of(zones)
                .map(zone -> new Topology(Map.of(CinderNames.ZONE, zone)))
                .toList();
    }

    @Test
    void volumeIsMadeInTheZoneThatServesTheNodesAndIsReachedFromAllThatItServes() {
        start(COMPUTE, VOLUME, MAP);

        assertThat(create("pvc-1", at("nova-b")).accessible()).isEqualTo(places("nova-a", "nova-b"));
        assertThat(create("pvc-2", at("nova-c", "nova-a")).accessible()).isEqualTo(places("nova-c"));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void repeatFindsTheVolumeAndSaysTheSame() {
        start(COMPUTE, VOLUME, MAP);

        var first = create("pvc-1", at("nova-a"));

        assertThat(create("pvc-1", at("nova-a"))).isEqualTo(first);
        // The same zone of Cinder serves both.
        assertThat(create("pvc-1", at("nova-b"))).isEqualTo(first);
        assertThatThrownBy(() -> create("pvc-1", at("nova-c"))).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void listingsSayWhereVolumesAreReached() {
        start(COMPUTE, VOLUME, MAP);
        var made = create("pvc-1", at("nova-a"));
        var catalog = cloud.role(CinderVolumeCatalog.class);

        assertThat(catalog.find(made.id(), TestCloud.soon())
                        .orElseThrow()
                        .volume()
                        .accessible())
                .isEqualTo(places("nova-a", "nova-b"));
        assertThat(catalog.list(new Page.Request(0, Optional.empty()), TestCloud.soon())
                        .entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.volume().accessible()).isEqualTo(places("nova-a", "nova-b")));
    }

    @Test
    void copyStaysInTheZoneOfItsSourceAndIsReachedFromThere() {
        start(COMPUTE, VOLUME, MAP);
        var source = create("pvc-1", at("nova-c"));
        var snapshot = cloud.snapshots().create(TestCloud.snapshot("s-1", source.id(), Map.of()), TestCloud.soon());
        var content = Optional.<ContentSource>of(new ContentSource.FromSnapshot(snapshot.id()));

        assertThat(create("pvc-2", Map.of(), at("nova-a", "nova-c"), content).accessible())
                .isEqualTo(places("nova-c"));
        assertThatThrownBy(() -> create("pvc-3", Map.of(), at("nova-a"), content))
                .isInstanceOf(Failure.Exhausted.class);
    }

    @Test
    void zoneWhoseNameIsNoLabelIsAskedForByItsTrueName() {
        start(COMPUTE, VOLUME, MAP);

        var volume = create("pvc-1", at("odd-zone"));

        assertThat(volume.accessible()).isEqualTo(places("odd-zone"));
        var differs = TestCloud.volume(
                "pvc-1", 1, Map.of("availability", "odd zone"), Optional.empty(), at(), TestCloud.MOUNT);
        assertThat(cloud.volumes().create(differs, TestCloud.soon()).id()).isEqualTo(volume.id());
    }

    @Test
    void nodeTellsItsOwnZoneAsBefore() throws Exception {
        start(COMPUTE, VOLUME, MAP);
        try (var backend = TestCloud.open(
                cloud.conf, Map.of("instance-id", List.of("server-1"), "instance-zone", List.of("nova-a")))) {
            var node = backend.roles().stream()
                    .filter(NodeIdentitySource.class::isInstance)
                    .map(NodeIdentitySource.class::cast)
                    .findFirst()
                    .orElseThrow();

            assertThat(node.identity(TestCloud.soon()).topology())
                    .contains(places("nova-a").getFirst());
        }
    }

    @Test
    void zonesThatFitNowhereAreNamedAtTheStartWithTheKeyThatHelps() {
        start(List.of("nova-a", "nova-b"), List.of("cinder-1"), "zone-map = nova-a:cinder-9, nova-z:cinder-1\n");

        assertThat(log.lines())
                .containsExactlyInAnyOrder(
                        "WARN zone-map names the availability zone 'cinder-9', which Cinder does not have: it has [cinder-1]",
                        "WARN zone-map names the availability zone 'nova-z', which Nova does not have: it has [nova-a, nova-b]",
                        "WARN no volume can be made for nodes in Nova's availability zones [nova-b], since Cinder has no zones"
                                + " of these names: write zone-map = nova-b:CINDER-ZONE in [Global], CINDER-ZONE one of"
                                + " [cinder-1]");
    }

    @Test
    void nodesWithoutAZoneInCinderMayBeLeftForOthers() {
        start(COMPUTE, List.of("cinder-1"), "zone-map = nova-a:cinder-1\n");

        assertThat(create("pvc-1", at("nova-b", "nova-a")).accessible()).isEqualTo(places("nova-a"));
        assertThatThrownBy(() -> create("pvc-2", at("nova-b")))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessageContaining("zone-map");
    }

    @Test
    void ignoredZonesAreAskedForAsTheMapSaysAndAnsweredAsAsked() {
        start(COMPUTE, VOLUME, MAP + "[BlockStorage]\nignore-volume-az = true\n");

        assertThat(create("pvc-1", at("nova-b", "nova-c")).accessible()).isEqualTo(places("nova-b", "nova-c"));
        assertThat(cloud.emulator.leftovers().volumes()).hasSize(1);
    }

    @Test
    void servicesThatDoNotTellTheirZonesKeepNobodyFromWorking() {
        start(COMPUTE, VOLUME, MAP);
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/os-availability-zone", 403).times(4));
        try (var backend = TestCloud.open(cloud.conf, Map.of())) {
            var volumes = backend.roles().stream()
                    .filter(CinderVolumes.class::isInstance)
                    .map(CinderVolumes.class::cast)
                    .findFirst()
                    .orElseThrow();
            var spec = TestCloud.volume("pvc-1", 1, Map.of(), Optional.empty(), at("nova-b"), TestCloud.MOUNT);

            assertThat(volumes.create(spec, TestCloud.soon()).accessible())
                    .isEqualTo(places("nova-a", "nova-b", "cinder-1"));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN the availability zones cannot be compared"));
        }
    }

    @Test
    void serviceThatIsSlowToTellItsZonesHoldsNoStartUp() {
        start(COMPUTE, VOLUME, MAP);
        cloud.emulator.faults().put(RequestFault.latency("GET", "/os-availability-zone", Duration.ofMinutes(1)));

        try (var backend = TestCloud.open(cloud.conf, Map.of())) {
            assertThat(backend.roles()).isNotEmpty();
            assertThat(log.lines()).as("the look, which is still under way").isEmpty();
        }
    }
}
