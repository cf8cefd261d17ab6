package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
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
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

class CinderSnapshotsTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private Snapshot take(String name, VolumeId volume) {
        return cloud.snapshots().create(TestCloud.snapshot(name, volume, Map.of()), TestCloud.soon());
    }

    private Page<Snapshot> list(Optional<VolumeId> source, int limit, Optional<String> start) {
        return cloud.role(SnapshotCatalog.class)
                .list(new SnapshotQuery(source, Secrets.none()), new Page.Request(limit, start), TestCloud.soon());
    }

    @Test
    void snapshotThatTakesLongIsNotReadyYet() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_SNAPSHOT));

        assertThat(take("s", volume).readyToUse()).isFalse();
        cloud.emulator.faults().heal();

        assertThat(take("s", volume).readyToUse()).isTrue();
    }

    @Test
    void severalProcessesAtOnceTakeOneSnapshot() throws Exception {
        var volume = cloud.made("pvc-1");
        var others = new ArrayList<Backend>();
        // Each sees no snapshot before the first of them asks for one.
        cloud.emulator.faults().put(RequestFault.latency("POST", "/snapshots", Duration.ofMillis(300)));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<SnapshotId>>();
            for (var count = 0; count < 3; count++) {
                others.add(TestCloud.open(cloud.conf, Map.of()));
            }
            for (var other : others) {
                var provisioner = TestCloud.role(other, SnapshotProvisioner.class);
                answers.add(callers.submit(() -> provisioner
                        .create(TestCloud.snapshot("s", volume, Map.of()), TestCloud.soon())
                        .id()));
            }
            var ids = new HashSet<SnapshotId>();
            for (var answer : answers) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
            assertThat(cloud.emulator.leftovers().snapshots())
                    .containsExactly(ids.iterator().next().value());
        } finally {
            others.forEach(Backend::close);
        }
    }

    @Test
    void snapshotThatFailsIsExplainedRemovedAndTakenAnew() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_SNAPSHOT));

        assertThatThrownBy(() -> take("s", volume))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("Snapshot failed to create");
        assertThat(cloud.emulator.leftovers().snapshots()).isEmpty();

        assertThat(take("s", volume).readyToUse()).isTrue();
    }

    @Test
    void volumeInUseNeedsForce() {
        var volume = cloud.made("pvc-1");
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon());

        assertThatThrownBy(() -> take("s", volume))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("force-create");
        var forced = TestCloud.snapshot("s", volume, Map.of("force-create", "true"));
        assertThat(cloud.snapshots().create(forced, TestCloud.soon()).readyToUse())
                .isTrue();
    }

    @Test
    void listingOfOneVolumeIsPaged() {
        var volume = cloud.made("pvc-1");
        var made = List.of(
                take("s1", volume).id(),
                take("s2", volume).id(),
                take("s3", volume).id());
        take("other", cloud.made("pvc-2"));

        var first = list(Optional.of(volume), 2, Optional.empty());
        var rest = list(Optional.of(volume), 0, first.next());

        assertThat(first.entries()).hasSize(2);
        assertThat(rest.entries()).hasSize(1);
        assertThat(made)
                .containsAll(first.entries().stream().map(Snapshot::id).toList())
                .contains(rest.entries().getFirst().id());
    }

    @Test
    void snapshotBeingDeletedIsHidden() {
        var snapshot = take("s", cloud.made("pvc-1"));
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DELETE_SNAPSHOT));
        assertThatThrownBy(() -> cloud.snapshots().delete(snapshot.id(), Secrets.none(), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);

        assertThat(list(Optional.empty(), 0, Optional.empty()).entries()).isEmpty();
        assertThat(cloud.role(SnapshotCatalog.class).find(snapshot.id(), Secrets.none(), TestCloud.soon()))
                .isEmpty();
    }

    @Test
    void volumeIsDeletedOnceItsSnapshotsAreGone() {
        var volume = cloud.made("pvc-1");
        var snapshot = take("s", volume);
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DELETE_SNAPSHOT));
        assertThatThrownBy(() -> cloud.snapshots().delete(snapshot.id(), Secrets.none(), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        Thread.startVirtualThread(() -> {
            while (cloud.emulator.requests().count("GET", "/snapshots/detail") < 2) {
                Thread.onSpinWait();
            }
            cloud.emulator.faults().heal();
        });

        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    /// The last snapshot goes between Cinder's refusal and the look at what stands in the way.
    @Test
    void volumeWhoseLastSnapshotHasGoneSinceCinderRefusedIsDeleted() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(RequestFault.status("DELETE", "/volumes/{id}", 400));

        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void unknownSnapshotOrTokenIsNotFound() {
        assertThat(cloud.role(SnapshotCatalog.class)
                        .find(new SnapshotId("no-such-snapshot"), Secrets.none(), TestCloud.soon()))
                .isEmpty();
        assertThat(list(Optional.of(new VolumeId("no-such-volume")), 0, Optional.empty())
                        .entries())
                .isEmpty();
        assertThatThrownBy(() -> list(Optional.empty(), 0, Optional.of("invalid-token")))
                .isInstanceOf(Failure.Aborted.class);
    }
}
