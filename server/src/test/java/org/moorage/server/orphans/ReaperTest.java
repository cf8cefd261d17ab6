package org.moorage.server.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.inventory.OwnedObject.Kind;
import org.moorage.server.CountedDefects;
import org.moorage.server.kubernetes.ClusterAccess;
import org.moorage.server.kubernetes.ClusterSettings;
import org.moorage.server.kubernetes.FakeCluster;
import org.moorage.server.kubernetes.KubernetesApi;
import org.moorage.server.kubernetes.StorageNames;

class ReaperTest {
    private static final Duration OLD = Duration.ofDays(3);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String PVS = "/api/v1/persistentvolumes/";

    private final FakeCluster cluster = new FakeCluster();
    private final FakeInventory inventory = new FakeInventory();
    private final CountedDefects defects = new CountedDefects();
    private final ClusterSettings settings =
            new ClusterSettings(Optional.of(cluster.url()), Optional.empty(), 1000, 1000, Duration.ofHours(12));
    private final KubernetesApi api = new KubernetesApi(ClusterAccess.find(settings, Map.of()), settings);
    private final OrphanSearch search = new OrphanSearch(inventory, new StorageNames(api), DAY, InstantSource.system());
    private String claimed = "";

    @BeforeEach
    void claimOne() {
        claimed = inventory.volume(OLD).id();
        claim("pv-1", claimed);
    }

    @AfterEach
    void stop() {
        api.close();
        cluster.close();
    }

    private void claim(String name, String id) {
        cluster.put(PVS + name, "{\"spec\": {\"csi\": {\"driver\": \"any\", \"volumeHandle\": \"" + id + "\"}}}");
    }

    private Findings look() {
        return search.look(Deadline.after(Duration.ofSeconds(10), InstantSource.system()));
    }

    private void reap(String mark, boolean doubtless) {
        new Reaper(search, new Reaper.Rules(DAY, Optional.of(mark), doubtless), defects, "fake").round();
    }

    @Test
    void onlyWhatNobodyNamesAndIsOldEnoughIsAnOrphan() {
        var orphan = inventory.volume(OLD);
        inventory.volume(Duration.ofHours(23));
        var inTree = inventory.volume(OLD);
        cluster.put(PVS + "pv-2", "{\"spec\": {\"cinder\": {\"volumeID\": \"" + inTree.id() + "\"}}}");
        var inTheMaking = inventory.volume(OLD);
        cluster.put(
                "/api/v1/namespaces/a/persistentvolumeclaims/b",
                "{\"metadata\": {\"uid\": \"" + inTheMaking.name().substring(4) + "\"}}");
        var snapshot = inventory.add(Kind.SNAPSHOT, OLD, Optional.empty());
        cluster.put(
                "/apis/snapshot.storage.k8s.io/v1/volumesnapshotcontents/c",
                "{\"status\": {\"snapshotHandle\": \"" + snapshot.id() + "\"}}");

        assertThat(look().orphans()).containsExactly(orphan);
        assertThat(look().owned()).isEqualTo(6);
    }

    @Test
    void whatIsClaimedWhileTheCloudIsBeingListedIsNoOrphan() {
        var late = inventory.volume(OLD);
        inventory.afterList(() -> claim("pv-late", late.id()));

        assertThat(look().orphans()).isEmpty();
    }

    @Test
    void aDefectOfTheBackendEndsTheLookAndNotTheReaper() {
        var orphan = inventory.volume(OLD);
        inventory.afterList(() -> {
            throw new IllegalStateException("a mistake");
        });

        reap("prod", false);
        assertThat(inventory.ids()).contains(orphan.id());
        assertThat(defects.all()).containsExactly(Map.of("driver_name", "fake", "method_name", "orphans"));

        reap("prod", false);
        assertThat(inventory.ids()).doesNotContain(orphan.id());
    }

    @Test
    void allPagesOfTheClusterAreRead() {
        for (var i = 0; i < 1001; i++) {
            claim("pv-x" + i, "other-" + i);
        }
        var last = inventory.volume(OLD);
        claim("pv-z", last.id());

        assertThat(look().orphans()).isEmpty();
    }

    @Test
    void nothingIsFoundInAClusterThatCannotBeReadWhole() {
        inventory.volume(OLD);
        cluster.forbid("volumesnapshotcontents");

        assertThatThrownBy(this::look)
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("allow list of persistentvolumes");
    }

    @Test
    void snapshotsAreNotJudgedWhereTheClusterHasNoObjectsForThem() {
        inventory.add(Kind.SNAPSHOT, OLD, Optional.empty());
        cluster.forget("volumesnapshotcontents");

        assertThat(look().orphans()).isEmpty();
    }

    @Test
    void withoutAMarkNothingIsLookedFor() {
        inventory.unmarked();

        assertThatThrownBy(this::look)
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("--cluster is empty");
    }

    @Test
    void orphansAreRemovedWithPermissionForTheirMark() {
        var orphan = inventory.volume(OLD);

        reap("other", false);
        assertThat(inventory.ids()).contains(orphan.id());
        reap("prod", false);
        assertThat(inventory.ids()).containsExactly(claimed);
    }

    @Test
    void orphansAreOnlyReportedWithoutPermission() {
        var orphan = inventory.volume(OLD);

        new Reaper(search, new Reaper.Rules(DAY, Optional.empty(), true), defects, "fake").round();

        assertThat(inventory.ids()).contains(orphan.id());
    }

    @Test
    void whatIsHeldIsLeftAlone() {
        var held = inventory.add(Kind.VOLUME, OLD, Optional.of("attached to n1"));

        reap("prod", false);

        assertThat(inventory.ids()).contains(held.id());
    }

    @Test
    void whatTheClusterNamesAtTheLastMomentIsLeftAlone() {
        var orphan = inventory.volume(OLD);
        var findings = look();
        claim("pv-late", orphan.id());

        assertThat(findings.orphans()).containsExactly(orphan);
        assertThat(search.isStillOrphan(orphan, Deadline.after(DAY, InstantSource.system())))
                .isFalse();
        reap("prod", false);
        assertThat(inventory.ids()).contains(orphan.id());
    }

    @Test
    void clusterThatHasLostItsSnapshotsIsDoubtedToo() {
        var snapshot = inventory.add(Kind.SNAPSHOT, OLD, Optional.empty());

        assertThat(look().orphans()).containsExactly(snapshot);
        assertThat(look().doubt())
                .hasValueSatisfying(why -> assertThat(why).contains("none of the 1 snapshots that bear the mark"));
        reap("prod", false);
        assertThat(inventory.ids()).contains(snapshot.id());
    }

    @Test
    void clusterThatNamesNothingIsTakenForTheWrongOne() {
        cluster.remove(PVS + "pv-1");
        inventory.volume(OLD);

        assertThat(look().doubt()).hasValueSatisfying(why -> assertThat(why).contains("is it the right cluster"));
        reap("prod", false);
        assertThat(inventory.ids()).hasSize(2);
        reap("prod", true);
        assertThat(inventory.ids()).isEmpty();
    }

    @Test
    void tableShowsWhatAnOperatorDecidesBy() {
        var held = inventory.add(Kind.VOLUME, Duration.ofDays(40), Optional.of("attached to n1"));
        var out = new ByteArrayOutputStream();

        AuditTable.print(look(), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "2 objects in the cloud bear the mark of cluster 'prod'; the cluster names 1 of them, 1 are"
                                + " orphans",
                        "KIND    ID                                    NAME                                      SIZE"
                                + "   AGE  MADE FOR   REMOVABLE",
                        "volume  " + held.id() + "  " + held.name() + "  " + held.size()
                                + "  40d  apps/data  no: attached to n1");
    }
}
