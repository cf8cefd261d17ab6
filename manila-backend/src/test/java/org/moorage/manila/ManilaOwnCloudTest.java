package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Health.Severity;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.policy.Policies;

/// What is asked without secrets, of the driver's own cloud.
class ManilaOwnCloudTest {
    private static final Page.Request ALL = new Page.Request(0, Optional.empty());

    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn(Map.of("with-topology", List.of("true")));

    @Test
    void withoutACloudOfItsOwnNothingIsAnnounced() throws Exception {
        try (var bare = TestCloud.start()) {
            assertThatThrownBy(() -> bare.role(VolumeCatalog.class)).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> bare.role(SnapshotCatalog.class)).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> bare.role(CapacityReporter.class)).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void sharesThatAreAttachedAreNotListedWithoutTheirNodes() throws Exception {
        try (var attaching = TestCloud.withOwn(Map.of("attach-required", List.of("true")))) {
            assertThatThrownBy(() -> attaching.role(VolumeCatalog.class)).isInstanceOf(NoSuchElementException.class);
            assertThat(attaching.role(CapacityReporter.class)).isNotNull();
        }
    }

    @Nested
    class Shares {
        @Test
        void ofOthersAreNotListed() {
            var ours = cloud.made("pvc-1").id();
            cloud.emulator.makeShare("pvc-2", "NFS", Map.of());
            cloud.emulator.makeShare("pvc-3", "NFS", Map.of(ManilaNames.CLUSTER, "other"));

            assertThat(ids(list())).containsExactly(ours);
        }

        @Test
        void ofOthersAreFound() {
            var foreign = new VolumeId(cloud.emulator.makeShare("data", "NFS", Map.of()));
            var cephfs = new VolumeId(cloud.emulator.makeShare("data", "CEPHFS", Map.of()));

            assertThat(find(foreign)).isPresent();
            assertThat(find(cephfs)).as("another driver's").isEmpty();
        }

        @Test
        void tellWhatTheyWereMadeOf() {
            var source = cloud.made("pvc-1").id();
            var clone = cloud.volumes()
                    .create(
                            cloud.volume(
                                    "pvc-2", 1, TestCloud.CLASS, Optional.of(new ContentSource.FromVolume(source))),
                            TestCloud.soon());

            assertThat(find(clone.id()).orElseThrow().volume().source()).contains(new ContentSource.FromVolume(source));
        }

        @ParameterizedTest
        @CsvSource({
            "error, INACCESSIBLE",
            "inactive, INACCESSIBLE",
            "extending_error, DEGRADED",
            "shrinking_possible_data_loss_error, DEGRADED",
            "reverting_error, DATA_LOSS"
        })
        void tellHowTheyAre(String status, Severity severity) {
            var share = cloud.made("pvc-1").id();
            assertThat(find(share).orElseThrow().health().good()).isTrue();

            cloud.emulator.resetShare(share.value(), status);

            assertThat(list().getFirst().health().ailments()).singleElement().satisfies(ailment -> {
                assertThat(ailment.severity()).isEqualTo(severity);
                assertThat(ailment.message()).startsWith("the share's status in Manila is " + status);
            });
        }

        @Test
        void manyWhoListTogetherCostFewListings() {
            cloud.made("pvc-1");
            cloud.emulator
                    .faults()
                    .put(RequestFault.latency("GET", "/shares/detail", Duration.ofMillis(100))
                            .times(Fault.ALWAYS));
            cloud.emulator.requests().reset();

            var lists = IntStream.range(0, 20)
                    .mapToObj(_ ->
                            CompletableFuture.supplyAsync(ManilaOwnCloudTest.this::list, Thread::startVirtualThread))
                    .toList();

            assertThat(lists).allSatisfy(one -> assertThat(one.join()).hasSize(1));
            assertThat(cloud.requests()).isLessThan(10);
        }

        @Test
        void listingThatFailsIsNoShortListing() {
            cloud.made("pvc-1");
            cloud.emulator
                    .faults()
                    .put(RequestFault.status("GET", "/shares/detail", 403).times(Fault.ALWAYS));

            assertThatThrownBy(ManilaOwnCloudTest.this::list).isInstanceOf(Failure.Unavailable.class);
        }
    }

    @Nested
    class Snapshots {
        @Test
        void arePagedByShareWithAndWithoutSecrets() {
            var share = cloud.made("pvc-1").id();
            var other = cloud.made("pvc-2").id();
            var made = new ArrayList<SnapshotId>();
            for (var index = 0; index < 5; index++) {
                made.add(cloud.snapshots()
                        .create(cloud.snapshot("snap-" + index, share), TestCloud.soon())
                        .id());
            }
            cloud.snapshots().create(cloud.snapshot("snap-x", other), TestCloud.soon());

            for (var secrets : List.of(Secrets.none(), cloud.secrets())) {
                var seen = new ArrayList<SnapshotId>();
                var start = Optional.<String>empty();
                do {
                    var page = catalog()
                            .list(
                                    new SnapshotQuery(Optional.of(share), secrets),
                                    new Page.Request(2, start),
                                    TestCloud.soon());
                    assertThat(page.entries()).hasSizeLessThanOrEqualTo(2);
                    page.entries().stream().map(Snapshot::id).forEach(seen::add);
                    start = page.next();
                } while (start.isPresent());

                assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
            }
        }

        @Test
        void areFoundUntilTheyAreDeleted() {
            var share = cloud.made("pvc-1").id();
            var snapshot = cloud.snapshots().create(cloud.snapshot("snap-1", share), TestCloud.soon());

            assertThat(catalog().find(snapshot.id(), Secrets.none(), TestCloud.soon()))
                    .hasValueSatisfying(found -> assertThat(found.source()).isEqualTo(share));
            cloud.snapshots().delete(snapshot.id(), cloud.secrets(), TestCloud.soon());

            assertThat(catalog().find(snapshot.id(), Secrets.none(), TestCloud.soon()))
                    .isEmpty();
            assertThat(catalog().find(new SnapshotId("none"), Secrets.none(), TestCloud.soon()))
                    .isEmpty();
        }

        @Test
        void tokenOfNoListingIsRefused() {
            var query = new SnapshotQuery(Optional.empty(), Secrets.none());

            assertThatThrownBy(
                            () -> catalog().list(query, new Page.Request(0, Optional.of("no token")), TestCloud.soon()))
                    .isInstanceOf(Failure.Aborted.class);
        }

        private SnapshotCatalog catalog() {
            return cloud.role(SnapshotCatalog.class);
        }
    }

    @Nested
    class Room {
        @Test
        void isWhatTheQuotaLeaves() {
            cloud.made("pvc-1");
            cloud.emulator.limitShares("gigabytes", 50);

            assertThat(ask(Map.of(), "az1")).isEqualTo(room(49, 49));
        }

        @Test
        void isBoundedForOneShare() {
            cloud.emulator.limitShares("gigabytes", 50);
            cloud.emulator.limitShares("per_share_gigabytes", 7);

            assertThat(ask(Map.of(), "az1")).isEqualTo(room(50, 7));
        }

        @Test
        void isNoneWhenNoShareMayBeAdded() {
            cloud.made("pvc-1");
            cloud.emulator.limitShares("shares", 1);

            assertThat(ask(Map.of(), "az1").available()).isEqualTo(Bytes.ofGib(0));
        }

        @Test
        void isWhatManilaCanNameWhenNothingBoundsIt() {
            cloud.emulator.limitShares("gigabytes", -1);

            assertThat(ask(Map.of(), "az1")).isEqualTo(room(Integer.MAX_VALUE, Integer.MAX_VALUE));
        }

        @Test
        void countsPoolsByZoneWhereTheyMayBeSeen() {
            cloud.emulator.limitShares("gigabytes", -1);
            var everywhere = ask(Map.of(), "");
            List.of(Policies.SHARE_POOLS, Policies.SHARE_SERVICES).forEach(cloud.emulator.policies()::allow);
            try (var seeing = TestCloud.open(Map.of("with-topology", List.of("true"), "cloud-config", conf()))) {
                var reporter = TestCloud.role(seeing, CapacityReporter.class);

                var one = ask(reporter, Map.of(), "az1");
                var all = ask(reporter, Map.of(), "");

                assertThat(everywhere).isEqualTo(room(Integer.MAX_VALUE, Integer.MAX_VALUE));
                assertThat(one.largest()).isEqualTo(one.available());
                assertThat(all.available()).isGreaterThan(one.available()).isLessThan(Bytes.ofGib(Integer.MAX_VALUE));
                assertThat(all.largest()).isEqualTo(one.largest());
            }
        }

        @Test
        void isNoneForATypeOrAZoneThatIsNotThere() {
            assertThat(ask(Map.of("type", "no-such-type"), "az1").available()).isEqualTo(Bytes.ofGib(0));
            assertThat(ask(Map.of("availability", "az9"), "").available()).isEqualTo(Bytes.ofGib(0));
            assertThat(ask(Map.of("availability", "az2"), "az1").available()).isGreaterThan(Bytes.ofGib(0));
        }

        @Test
        void isNoneForBlockDevices() {
            var block = new VolumeCapability(new VolumeAccess.Block(), AccessMode.SINGLE_NODE_WRITER);

            assertThat(cloud.role(CapacityReporter.class)
                            .capacity(new CapacityQuery(List.of(block), Map.of(), Optional.empty()), TestCloud.soon())
                            .available())
                    .isEqualTo(Bytes.ofGib(0));
        }

        @Test
        void costsOneLookForManyQuestions() {
            ask(Map.of(), "az1");
            cloud.emulator.requests().reset();

            var answers = IntStream.range(0, 40)
                    .mapToObj(index -> CompletableFuture.supplyAsync(
                            () -> ask(Map.of(), index % 2 == 0 ? "az1" : "az2"), Thread::startVirtualThread))
                    .toList();
            answers.forEach(CompletableFuture::join);

            assertThat(cloud.requests()).isZero();
        }

        @Test
        void isNotToldWhenTheCloudDoesNotAnswer() {
            cloud.emulator
                    .faults()
                    .put(RequestFault.status("GET", "/types", 500).times(Fault.ALWAYS));

            assertThatThrownBy(() -> cloud.role(CapacityReporter.class)
                            .capacity(
                                    new CapacityQuery(List.of(), Map.of(), Optional.empty()),
                                    TestCloud.within(Duration.ofSeconds(1))))
                    .isInstanceOfAny(Failure.Unavailable.class, Failure.Unfinished.class);
        }

        private Capacity ask(Map<String, String> parameters, String zone) {
            return ask(cloud.role(CapacityReporter.class), parameters, zone);
        }

        private Capacity ask(CapacityReporter reporter, Map<String, String> parameters, String zone) {
            var place = Optional.of(zone)
                    .filter(name -> !name.isEmpty())
                    .map(name -> new Topology(Map.of(ManilaNames.ZONE, name)));
            return reporter.capacity(new CapacityQuery(List.of(), parameters, place), TestCloud.soon());
        }

        private static Capacity room(long available, long largest) {
            return new Capacity(Bytes.ofGib(available), Bytes.ofGib(largest), Bytes.ofGib(1));
        }
    }

    private List<String> conf() {
        return List.of(cloud.conf().toString());
    }

    private List<PublishedVolume> list() {
        return cloud.role(VolumeHealth.class).list(ALL, TestCloud.soon()).entries();
    }

    private Optional<PublishedVolume> find(VolumeId id) {
        return cloud.role(VolumeCatalog.class).find(id, TestCloud.soon());
    }

    private static List<VolumeId> ids(List<PublishedVolume> all) {
        return all.stream().map(one -> one.volume().id()).toList();
    }
}
