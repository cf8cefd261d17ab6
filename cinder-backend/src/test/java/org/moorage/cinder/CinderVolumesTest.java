package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Backend;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.fault.RequestFault;

class CinderVolumesTest {
    private static final Topology AZ1 = new Topology(Map.of(CinderNames.ZONE, "az1"));
    private static final Topology AZ2 = new Topology(Map.of(CinderNames.ZONE, "az2"));

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Volume create(Map<String, String> parameters, TopologyRequirement topology, ContentSource source) {
        return cloud.volumes()
                .create(
                        TestCloud.volume(
                                "pvc-2", 1, parameters, Optional.ofNullable(source), topology, TestCloud.MOUNT),
                        TestCloud.soon());
    }

    @Test
    void volumeIsMadeInThePreferredZoneAndSaysSo() {
        var volume = create(Map.of(), new TopologyRequirement(List.of(AZ1, AZ2), List.of(AZ2, AZ1)), null);

        assertThat(volume.accessible()).containsExactly(AZ2);
    }

    @Test
    void zoneOfTheStorageClassWins() {
        var volume = create(Map.of("availability", "az2"), new TopologyRequirement(List.of(AZ1), List.of(AZ1)), null);

        assertThat(volume.accessible()).containsExactly(AZ2);
    }

    @Test
    void copyIsMadeInTheZoneOfItsSource() {
        var source = create(Map.of("availability", "az2"), TopologyRequirement.none(), null);

        var copy = cloud.volumes()
                .create(
                        TestCloud.volume(
                                "pvc-3",
                                1,
                                Map.of(),
                                Optional.of(new ContentSource.FromVolume(source.id())),
                                new TopologyRequirement(List.of(AZ1, AZ2), List.of(AZ1, AZ2)),
                                TestCloud.MOUNT),
                        TestCloud.soon());

        assertThat(copy.accessible()).containsExactly(AZ2);
        assertThat(copy.context()).containsEntry("cinder.csi.openstack.org/resizeRequired", "true");
        assertThat(copy.source()).contains(new ContentSource.FromVolume(source.id()));
    }

    @Test
    void copyThatCannotBeWhereItMustIsExhausted() {
        var source = create(Map.of("availability", "az2"), TopologyRequirement.none(), null);
        var snapshot = cloud.snapshots().create(TestCloud.snapshot("s", source.id(), Map.of()), TestCloud.soon());
        var spec = TestCloud.volume(
                "pvc-3",
                1,
                Map.of(),
                Optional.of(new ContentSource.FromSnapshot(snapshot.id())),
                new TopologyRequirement(List.of(AZ1), List.of(AZ1)),
                TestCloud.MOUNT);

        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessageContaining("az2");
    }

    @Test
    void copyIsAtLeastAsLargeAsItsSource() {
        var source = cloud.volumes().create(TestCloud.volume("pvc-1", 3), TestCloud.soon());
        var from = new ContentSource.FromVolume(source.id());

        var copy = cloud.volumes().create(TestCloud.copy("pvc-2", 1, from), TestCloud.soon());

        assertThat(copy.capacity()).isEqualTo(Bytes.ofGib(3));
    }

    @Test
    void unknownSourceIsNotFound() {
        var snapshot = new ContentSource.FromSnapshot(new SnapshotId("no-such-snapshot"));
        var volume = new ContentSource.FromVolume(new VolumeId("no-such-volume"));

        assertThatThrownBy(() -> create(Map.of(), TopologyRequirement.none(), snapshot))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> create(Map.of(), TopologyRequirement.none(), volume))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void conflictListsAllDifferences() {
        create(Map.of("availability", "az1"), TopologyRequirement.none(), null);
        var source = cloud.made("pvc-source");
        var spec = TestCloud.volume(
                "pvc-2",
                5,
                Map.of("availability", "az2", "type", "multiattach"),
                Optional.of(new ContentSource.FromVolume(source)),
                TopologyRequirement.none(),
                TestCloud.MOUNT);

        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("size")
                .hasMessageContaining("type")
                .hasMessageContaining("zone")
                .hasMessageContaining("source");
    }

    @Test
    void volumeOfAnotherClusterIsLeftAlone() throws Exception {
        var other = TestCloud.open(cloud.conf, Map.of("cluster", List.of("other")));
        var foreign = other.roles().stream()
                .filter(CinderVolumes.class::isInstance)
                .map(CinderVolumes.class::cast)
                .findFirst()
                .orElseThrow()
                .create(TestCloud.volume("pvc-1", 1), TestCloud.soon());
        other.close();

        assertThat(cloud.made("pvc-1")).isNotEqualTo(foreign.id());
    }

    @Test
    void eldestOfSeveralVolumesOfOneNameIsUsed() {
        // Two controllers that overlap may each find nothing and each make one, and then be kept from removing it.
        var latecomers = List.<Callable<VolumeId>>of(() -> cloud.made("pvc-1"), () -> cloud.made("pvc-1"));
        cloud.emulator.faults().put(RequestFault.latency("POST", "/volumes", Duration.ofMillis(300)));
        cloud.emulator.faults().put(RequestFault.status("DELETE", "/volumes/{id}", 403));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            latecomers.forEach(threads::submit);
        }
        cloud.emulator.faults().heal();

        var first = cloud.made("pvc-1");

        assertThat(cloud.emulator.leftovers().volumes()).hasSize(2);
        assertThat(cloud.made("pvc-1")).isEqualTo(first);
    }

    @Test
    void severalProcessesAtOnceMakeOneVolume() throws Exception {
        var others = new ArrayList<Backend>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<VolumeId>>();
            // Each sees an empty cloud before the first of them asks for a volume.
            cloud.emulator.faults().put(RequestFault.latency("POST", "/volumes", Duration.ofMillis(300)));
            for (var count = 0; count < 4; count++) {
                var other = TestCloud.open(cloud.conf, Map.of());
                others.add(other);
            }
            for (var other : others) {
                var provisioner = other.roles().stream()
                        .filter(CinderVolumes.class::isInstance)
                        .map(CinderVolumes.class::cast)
                        .findFirst()
                        .orElseThrow();
                answers.add(callers.submit(() -> provisioner
                        .create(TestCloud.volume("pvc-1", 1), TestCloud.soon())
                        .id()));
            }
            var ids = new HashSet<VolumeId>();
            for (var answer : answers) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
            assertThat(cloud.emulator.leftovers().volumes())
                    .containsExactly(ids.iterator().next().value());
        } finally {
            others.forEach(Backend::close);
        }
    }

    @Test
    void sizeIsRoundedUpWithinTheLimit() {
        var required = new Bytes((1L << 30) + 1);
        var fits = spec("pvc-1", new CapacityRange(Optional.of(required), Optional.of(Bytes.ofGib(2))));
        var tight = spec("pvc-2", new CapacityRange(Optional.of(required), Optional.of(new Bytes((2L << 30) - 1))));

        assertThat(cloud.volumes().create(fits, TestCloud.soon()).capacity()).isEqualTo(Bytes.ofGib(2));
        assertThatThrownBy(() -> cloud.volumes().create(tight, TestCloud.soon()))
                .isInstanceOf(Failure.OutOfRange.class);
        assertThat(cloud.volumes()
                        .create(spec("pvc-3", CapacityRange.any()), TestCloud.soon())
                        .capacity())
                .isEqualTo(Bytes.GIB);
    }

    private static VolumeSpec spec(String name, CapacityRange capacity) {
        return new VolumeSpec(
                new VolumeName(name),
                capacity,
                List.of(TestCloud.MOUNT),
                Map.of("unknown", "ignored"),
                Optional.empty(),
                TopologyRequirement.none(),
                Secrets.none());
    }

    @Test
    void fileSystemIsNotSharedForWriting() {
        var shared = new VolumeCapability(TestCloud.MOUNT.access(), AccessMode.MULTI_NODE_MULTI_WRITER);
        var spec = TestCloud.volume(
                "pvc-1", 1, Map.of("type", "multiattach"), Optional.empty(), TopologyRequirement.none(), shared);

        assertThatThrownBy(() -> cloud.volumes().create(spec, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("file system");
    }

    @Test
    void blockDeviceIsSharedOnTypesThatAllowItAlone() {
        var plain = TestCloud.volume(
                "pvc-1", 1, Map.of(), Optional.empty(), TopologyRequirement.none(), TestCloud.SHARED_BLOCK);
        var shared = TestCloud.volume(
                "pvc-2",
                1,
                Map.of("type", "multiattach"),
                Optional.empty(),
                TopologyRequirement.none(),
                TestCloud.SHARED_BLOCK);

        assertThatThrownBy(() -> cloud.volumes().create(plain, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("multiattach");
        assertThat(cloud.emulator.leftovers().none()).isTrue();

        var volume = cloud.volumes().create(shared, TestCloud.soon());
        cloud.attacher()
                .attach(TestCloud.attachment(volume.id(), cloud.node(0), TestCloud.SHARED_BLOCK), TestCloud.soon());
        cloud.attacher()
                .attach(TestCloud.attachment(volume.id(), cloud.node(1), TestCloud.SHARED_BLOCK), TestCloud.soon());

        assertThat(cloud.role(CinderVolumeCatalog.class)
                        .find(volume.id(), TestCloud.soon())
                        .orElseThrow()
                        .nodes())
                .containsExactlyInAnyOrder(cloud.node(0), cloud.node(1));
    }

    @Test
    void examinationSaysWhatAVolumeCannotDo() {
        var volume = cloud.made("pvc-1");

        var verdict = cloud.volumes()
                .examine(volume, List.of(TestCloud.SHARED_BLOCK), Map.of(), Secrets.none(), TestCloud.soon());

        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void deleteNamesWhatStandsInTheWay() {
        var volume = cloud.made("pvc-1");
        var snapshot = cloud.snapshots().create(TestCloud.snapshot("s", volume, Map.of()), TestCloud.soon());
        var attached = cloud.made("pvc-2");
        cloud.attacher().attach(TestCloud.attachment(attached, cloud.node(0)), TestCloud.soon());

        assertThatThrownBy(() -> cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(snapshot.id().value());
        assertThatThrownBy(() -> cloud.volumes().delete(attached, Secrets.none(), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(cloud.node(0).value());
    }

    @Test
    void manyLivesAtOnceShareTheirReads() {
        var lives = 40;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = IntStream.range(0, lives)
                    .mapToObj(index -> threads.submit(() -> {
                        var volume = cloud.made("pvc-" + index);
                        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(index % 3)), TestCloud.soon());
                        cloud.attacher()
                                .detach(volume, Optional.of(cloud.node(index % 3)), Secrets.none(), TestCloud.soon());
                        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());
                        return volume;
                    }))
                    .toList();
            assertThat(done).allSatisfy(life -> assertThat(life.get()).isNotNull());
        }

        assertThat(cloud.emulator.leftovers().none()).isTrue();
        // Four writes, the lookup, two reads before a write and one to see it gone: eight, and the waits on top.
        assertThat(cloud.requests()).isLessThan(lives * 10L);
    }
}
