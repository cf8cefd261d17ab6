package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Backend;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

class CinderBackupsTest {
    private static final Map<String, String> BACKUP = Map.of("type", "backup");

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId volume;

    @BeforeEach
    void start() {
        volume = cloud.made("pvc-1");
    }

    private Snapshot make(String name, Map<String, String> parameters) {
        return cloud.snapshots().create(TestCloud.snapshot(name, volume, parameters), TestCloud.soon());
    }

    private Snapshot make(String name) {
        return make(name, BACKUP);
    }

    private void delete(SnapshotId id) {
        cloud.snapshots().delete(id, Secrets.none(), TestCloud.soon());
    }

    private Optional<Snapshot> find(SnapshotId id) {
        return cloud.role(SnapshotCatalog.class).find(id, Secrets.none(), TestCloud.soon());
    }

    private Page<Snapshot> list(Optional<VolumeId> source, int limit, Optional<String> start) {
        return cloud.role(SnapshotCatalog.class)
                .list(new SnapshotQuery(source, Secrets.none()), new Page.Request(limit, start), TestCloud.soon());
    }

    private List<String> backups() {
        return cloud.emulator.leftovers().backups();
    }

    private List<String> snapshots() {
        return cloud.emulator.leftovers().snapshots();
    }

    private static Map<String, String> with(String key, String value) {
        var parameters = new HashMap<>(BACKUP);
        parameters.put(key, value);
        return parameters;
    }

    @Test
    void backupIsReadyAndItsSnapshotGone() {
        var backup = make("b");

        assertThat(backup.readyToUse()).isTrue();
        assertThat(backup.source()).isEqualTo(volume);
        assertThat(backup.size()).isEqualTo(Bytes.ofGib(1));
        assertThat(backups()).containsExactly(backup.id().value());
        assertThat(snapshots()).isEmpty();
        assertThat(make("b").id()).isEqualTo(backup.id());
    }

    @Test
    void backupUnderWayIsAnsweredAndFoundAgain() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_BACKUP));
        var begun = make("b");
        assertThat(begun.readyToUse()).isFalse();
        assertThat(find(begun.id()).orElseThrow().readyToUse()).isFalse();
        assertThat(list(Optional.empty(), 0, Optional.empty()).entries())
                .extracting(Snapshot::id)
                .containsExactly(begun.id());

        cloud.emulator.faults().heal();
        var done = make("b");

        assertThat(done.id()).isEqualTo(begun.id());
        assertThat(done.readyToUse()).isTrue();
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void callThatDiesAnywhereIsResumedByTheNext() {
        for (var step : List.of(
                RequestFault.dropAfter("POST", "/snapshots"),
                RequestFault.dropAfter("POST", "/backups"),
                RequestFault.status("DELETE", "/snapshots/{id}", 500).times(9))) {
            cloud.emulator.faults().put(step);
            assertThatThrownBy(() -> make("b")).as(step.name()).isInstanceOf(Failure.Unavailable.class);
            cloud.emulator.faults().heal();

            var backup = make("b");

            assertThat(backup.readyToUse()).isTrue();
            assertThat(backups()).as(step.name()).containsExactly(backup.id().value());
            assertThat(snapshots()).as(step.name()).isEmpty();
            delete(backup.id());
        }
    }

    @Test
    void snapshotStillBeingTakenIsUnfinished() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SNAPSHOT));
        var spec = TestCloud.snapshot("b", volume, BACKUP);

        assertThatThrownBy(() -> cloud.snapshots().create(spec, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        assertThat(make("b").readyToUse()).isTrue();
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void failedBackupIsExplainedAndRemoved() {
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_BACKUP));

        assertThatThrownBy(() -> make("b"))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("The backup target is out of reach.");

        assertThat(backups()).isEmpty();
        assertThat(snapshots()).isEmpty();
        assertThat(make("b").readyToUse()).isTrue();
    }

    @Test
    void missingBackupServiceIsNamed() {
        cloud.emulator.serveBackups(false);

        assertThatThrownBy(() -> make("b"))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("Service not found for creating backup.");
        cloud.emulator.faults().put(RequestFault.status("POST", "/backups", 404));
        assertThatThrownBy(() -> make("b"))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("no backup service");

        assertThat(snapshots()).isEmpty();
        assertThat(backups()).isEmpty();
    }

    @Test
    void fullQuotaLeavesNothing() {
        cloud.emulator.faults().put(RequestFault.status("POST", "/backups", 413));

        assertThatThrownBy(() -> make("b")).isInstanceOf(Failure.Exhausted.class);

        assertThat(snapshots()).isEmpty();
    }

    @Test
    void lateBackupIsToldOf() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_BACKUP));

        assertThat(make("b", with("backup-max-duration-seconds-per-gb", "20")).readyToUse())
                .isFalse();
        assertThatThrownBy(() -> make("x", with("backup-max-duration-seconds-per-gb", "soon")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("backup-max-duration-seconds-per-gb=soon");
        assertThatThrownBy(() -> make("x", Map.of("type", "copy")))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("'snapshot' or 'backup'");
    }

    @Test
    void firstIncrementalBackupIsWholeAndTheNextAddsToIt() {
        var incremental = with("incremental", "true");
        var first = make("b1", incremental);
        var second = make("b2", incremental);

        assertThatThrownBy(() -> delete(first.id()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(second.id().value());
        delete(second.id());
        delete(first.id());

        assertThat(backups()).isEmpty();
    }

    @Test
    void deletionOfAChainInWrongOrderWaitsForWhatIsGoing() {
        var incremental = with("incremental", "true");
        var first = make("b1", incremental);
        var second = make("b2", incremental);
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DELETE_BACKUP));
        assertThatThrownBy(() -> cloud.snapshots().delete(second.id(), Secrets.none(), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.requests().reset();
        Thread.startVirtualThread(() -> {
            while (cloud.emulator.requests().count("GET", "/backups/detail") < 1) {
                Thread.onSpinWait();
            }
            cloud.emulator.faults().heal();
        });

        delete(first.id());

        assertThat(backups()).isEmpty();
    }

    @Test
    void deletionNeverSwallowsAFailingProbe() {
        var backup = make("b");
        // Another process, which has not seen the backup.
        try (var other = TestCloud.open(cloud.conf, Map.of())) {
            var snapshots = TestCloud.role(other, SnapshotProvisioner.class);
            cloud.emulator
                    .faults()
                    .put(RequestFault.status("GET", "/backups/{id}", 500).times(99));
            assertThatThrownBy(() ->
                            snapshots.delete(backup.id(), Secrets.none(), TestCloud.within(Duration.ofSeconds(1))))
                    .isInstanceOfAny(Failure.Unavailable.class, Failure.Unfinished.class);
            cloud.emulator.faults().heal();
            assertThat(backups()).isNotEmpty();

            snapshots.delete(backup.id(), Secrets.none(), TestCloud.soon());
        }
        assertThat(backups()).isEmpty();
    }

    @Test
    void knownKindsAreAskedForOnce() {
        var backup = make("b");
        var snapshot = make("s", Map.of());
        cloud.emulator.requests().reset();

        delete(snapshot.id());
        delete(snapshot.id());
        assertThat(cloud.emulator.requests().count("GET", "/backups/{id}")).isZero();
        assertThat(find(backup.id())).isPresent();
        delete(backup.id());

        assertThat(cloud.emulator.requests().count("GET", "/snapshots/{id}")).isEqualTo(2);
        assertThat(cloud.emulator.requests().count("DELETE", "/snapshots/{id}")).isEqualTo(2);
    }

    @Test
    void listingPagesThroughSnapshotsAndBackups() {
        var expected = List.of(
                make("s1", Map.of()).id(),
                make("b1").id(),
                make("s2", Map.of()).id(),
                make("b2").id());
        var found = new ArrayList<SnapshotId>();
        var next = Optional.<String>empty();
        do {
            var page = list(Optional.of(volume), 1, next);
            page.entries().forEach(snapshot -> found.add(snapshot.id()));
            next = page.next();
        } while (next.isPresent());

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(list(Optional.of(cloud.made("pvc-2")), 0, Optional.empty()).entries())
                .isEmpty();
        assertThatThrownBy(() -> list(Optional.empty(), 0, Optional.of("backups~nonsense")))
                .isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void volumeIsMadeOfABackupInWhateverZone() throws Exception {
        Files.writeString(cloud.emulator.volumeFile(volume.value()), "data");
        var backup = make("b");
        var spec = TestCloud.volume(
                "pvc-2",
                2,
                Map.of("availability", "az2"),
                Optional.of(new ContentSource.FromSnapshot(backup.id())),
                TopologyRequirement.none(),
                TestCloud.MOUNT);

        var restored = cloud.volumes().create(spec, TestCloud.soon());

        assertThat(restored.source()).isEqualTo(spec.source());
        assertThat(restored.context()).containsEntry("cinder.csi.openstack.org/resizeRequired", "true");
        assertThat(cloud.volumes().create(spec, TestCloud.soon()).id()).isEqualTo(restored.id());
        try (var lines =
                Files.newBufferedReader(cloud.emulator.volumeFile(restored.id().value()))) {
            var text = new char[4];
            assertThat(lines.read(text)).isEqualTo(4);
            assertThat(text).containsExactly('d', 'a', 't', 'a');
        }
        assertThatThrownBy(() -> cloud.volumes()
                        .create(
                                TestCloud.copy("pvc-2", 2, new ContentSource.FromSnapshot(new SnapshotId("x"))),
                                TestCloud.soon()))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void backupInUseForARestoreIsTriedAgain() {
        var backup = make("b");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_VOLUME));
        var first = TestCloud.copy("pvc-2", 1, new ContentSource.FromSnapshot(backup.id()));
        var second = TestCloud.copy("pvc-3", 1, new ContentSource.FromSnapshot(backup.id()));
        assertThatThrownBy(() -> cloud.volumes().create(first, cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);

        assertThatThrownBy(() -> cloud.volumes().create(second, TestCloud.soon()))
                .isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> delete(backup.id())).isInstanceOf(Failure.Aborted.class);
        cloud.emulator.faults().heal();

        cloud.volumes().create(first, TestCloud.soon());
        cloud.volumes().create(second, TestCloud.soon());
    }

    @Test
    void severalProcessesAtOnceMakeOneBackup() throws Exception {
        var others = new ArrayList<Backend>();
        // Each sees no backup before the first of them asks for one.
        cloud.emulator.faults().put(RequestFault.latency("POST", "/snapshots", Duration.ofMillis(300)));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<SnapshotId>>();
            for (var count = 0; count < 3; count++) {
                others.add(TestCloud.open(cloud.conf, Map.of()));
            }
            for (var other : others) {
                var provisioner = TestCloud.role(other, SnapshotProvisioner.class);
                answers.add(callers.submit(() -> untilThere(provisioner)));
            }
            var ids = new HashSet<SnapshotId>();
            for (var answer : answers) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
            assertThat(backups()).containsExactly(ids.iterator().next().value());
            assertThat(snapshots()).isEmpty();
        } finally {
            others.forEach(Backend::close);
        }
    }

    private SnapshotId untilThere(SnapshotProvisioner provisioner) {
        while (true) {
            try {
                var spec = TestCloud.snapshot("b", volume, BACKUP);
                var backup = provisioner.create(spec, TestCloud.soon());
                if (backup.readyToUse()) {
                    return backup.id();
                }
            } catch (Failure.Aborted | Failure.Unavailable | Failure.Unfinished _) {
                // As the snapshotter does, with the same name.
            }
        }
    }

    @Test
    void snapshotThatAUserHasIsNeverTakenForABackupsOwn() {
        var snapshot = make("b", Map.of());

        var backup = make("b");

        assertThat(backup.id()).isNotEqualTo(snapshot.id());
        assertThat(snapshots()).containsExactly(snapshot.id().value());
        delete(backup.id());
        assertThat(snapshots()).containsExactly(snapshot.id().value());
    }

    @Test
    void backupOfAnotherVolumeIsAConflict() {
        make("b");
        var other = TestCloud.snapshot("b", cloud.made("pvc-2"), BACKUP);

        assertThatThrownBy(() -> cloud.snapshots().create(other, TestCloud.soon()))
                .isInstanceOf(Failure.Conflict.class);
    }
}
