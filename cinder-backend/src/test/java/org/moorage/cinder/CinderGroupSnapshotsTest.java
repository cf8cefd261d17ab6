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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Backend;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

class CinderGroupSnapshotsTest {
    private static final Map<String, String> CLASS = Map.of("group-type", "consistent");

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId one;
    private VolumeId two;

    @BeforeEach
    void start() {
        one = cloud.made("pvc-1");
        two = cloud.made("pvc-2");
    }

    private GroupSnapshots groups() {
        return cloud.role(GroupSnapshots.class);
    }

    private GroupSnapshotSpec spec(Map<String, String> parameters, VolumeId... volumes) {
        return new GroupSnapshotSpec(new SnapshotName("g"), List.of(volumes), parameters, Secrets.none());
    }

    private GroupSnapshot take(Deadline deadline) {
        return groups().create(spec(CLASS, one, two), deadline);
    }

    private GroupSnapshot take() {
        return take(TestCloud.soon());
    }

    private void delete(GroupSnapshotId id) {
        groups().delete(id, Secrets.none(), TestCloud.soon());
    }

    private void assertNothingLeftButVolumes() {
        var left = cloud.emulator.leftovers();
        assertThat(left.groupSnapshots()).isEmpty();
        assertThat(left.groups()).isEmpty();
        assertThat(left.snapshots()).isEmpty();
    }

    @Test
    void volumesAreFreeOfTheGroupOnceItIsTaken() {
        var taken = take();
        assertThat(taken.readyToUse()).isTrue();
        assertThat(taken.members()).allMatch(Snapshot::readyToUse);

        delete(taken.id());

        assertNothingLeftButVolumes();
        cloud.volumes().delete(one, Secrets.none(), TestCloud.soon());
        cloud.volumes().delete(two, Secrets.none(), TestCloud.soon());
        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void membersAreListedRestoredAndNotDeletedSingly() {
        var taken = take();
        var member = taken.members().getFirst();

        assertThat(cloud.role(SnapshotCatalog.class).find(member.id(), Secrets.none(), TestCloud.soon()))
                .contains(member);
        assertThat(cloud.role(SnapshotCatalog.class)
                        .list(
                                new SnapshotQuery(Optional.of(member.source()), Secrets.none()),
                                new Page.Request(0, Optional.empty()),
                                TestCloud.soon())
                        .entries())
                .containsExactly(member);
        cloud.volumes()
                .create(TestCloud.copy("restored", 1, new ContentSource.FromSnapshot(member.id())), TestCloud.soon());
        assertThatThrownBy(() -> cloud.snapshots().delete(member.id(), Secrets.none(), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(taken.id().value());
    }

    @Test
    void oneUnderWayIsAnsweredWithAllMembersAndFoundAgain() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_GROUP_SNAPSHOT));
        var begun = take();
        assertThat(begun.readyToUse()).isFalse();
        assertThat(begun.members()).hasSize(2).noneMatch(Snapshot::readyToUse);

        cloud.emulator.faults().heal();
        var done = take();

        assertThat(done.id()).isEqualTo(begun.id());
        assertThat(done.readyToUse()).isTrue();
        delete(done.id());
        assertNothingLeftButVolumes();
    }

    @Test
    void callThatDiesAnywhereIsResumedByTheNext() {
        for (var step : List.of(
                RequestFault.dropAfter("POST", "/groups"),
                RequestFault.dropAfter("PUT", "/groups/{id}"),
                RequestFault.dropAfter("POST", "/group_snapshots"),
                RequestFault.dropAfter("DELETE", "/group_snapshots/{id}"),
                RequestFault.status("POST", "/groups/{id}/action", 500))) {
            cloud.emulator.faults().put(step);
            try {
                delete(take().id());
            } catch (Failure.Unavailable | Failure.Unfinished _) {
                // The snapshotter comes again.
            }
            cloud.emulator.faults().heal();

            var taken = take();
            assertThat(taken.readyToUse()).as(step.name()).isTrue();
            delete(taken.id());

            assertThat(cloud.emulator.leftovers().groupSnapshots())
                    .as(step.name())
                    .isEmpty();
            assertThat(cloud.emulator.leftovers().snapshots()).as(step.name()).isEmpty();
        }
    }

    @Test
    void deletionThatDiesBeforeTheGroupIsGoneFindsItAgain() {
        var taken = take();
        cloud.emulator.faults().put(RequestFault.status("POST", "/groups/{id}/action", 500));
        assertThatThrownBy(() -> delete(taken.id())).isInstanceOf(Failure.Unavailable.class);
        assertThat(cloud.emulator.leftovers().groupSnapshots()).isEmpty();
        assertThat(cloud.emulator.leftovers().groups()).hasSize(1);

        delete(taken.id());

        assertNothingLeftButVolumes();
    }

    @Test
    void failedOneIsRemovedAndTakenAnew() {
        cloud.emulator.faults().put(OperationFault.failing(Operation.CREATE_GROUP_SNAPSHOT));

        assertThatThrownBy(this::take).isInstanceOf(Failure.Broken.class);

        assertNothingLeftButVolumes();
        assertThat(take().readyToUse()).isTrue();
    }

    @Test
    void missingGroupTypeIsSaidInOneLine() {
        assertThatThrownBy(() -> groups().create(spec(Map.of(), one), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("group-type")
                .hasMessageContaining("consistent");
        assertThatThrownBy(() -> groups().create(spec(Map.of("group-type", "none"), one), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("'none'");
        assertNothingLeftButVolumes();
    }

    @Test
    void volumesThatCannotBeTakenTogetherLeaveNothing() {
        var far = cloud.volumes()
                .create(
                        TestCloud.volume(
                                "pvc-3",
                                1,
                                Map.of("availability", "az2"),
                                Optional.empty(),
                                TopologyRequirement.none(),
                                TestCloud.MOUNT),
                        TestCloud.soon())
                .id();

        assertThatThrownBy(() -> groups().create(spec(CLASS, one, far), TestCloud.soon()))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("zones");
        cloud.emulator.faults().put(RequestFault.status("PUT", "/groups/{id}", 400));
        assertThatThrownBy(this::take).isInstanceOf(Failure.Precondition.class);

        assertNothingLeftButVolumes();
    }

    /// An empty group is removed by whoever found another of its name that holds volumes.
    @Test
    void groupThatAnotherProcessRemovedIsTriedAgain() {
        cloud.emulator.faults().put(RequestFault.status("PUT", "/groups/{id}", 404));
        assertThatThrownBy(this::take).isInstanceOf(Failure.Aborted.class).hasMessageContaining("is gone");

        assertThat(take().readyToUse()).isTrue();
    }

    @Test
    void severalProcessesAtOnceTakeOne() throws Exception {
        var others = new ArrayList<Backend>();
        // Each sees no group before the first of them asks for one.
        cloud.emulator.faults().put(RequestFault.latency("POST", "/groups", Duration.ofMillis(300)));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<GroupSnapshotId>>();
            for (var count = 0; count < 3; count++) {
                others.add(TestCloud.open(cloud.conf, Map.of()));
            }
            for (var other : others) {
                var role = TestCloud.role(other, GroupSnapshots.class);
                answers.add(callers.submit(() -> untilThere(role)));
            }
            var ids = new HashSet<GroupSnapshotId>();
            for (var answer : answers) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
            assertThat(cloud.emulator.leftovers().groupSnapshots())
                    .containsExactly(ids.iterator().next().value());
            assertThat(cloud.emulator.leftovers().snapshots()).hasSize(2);
        } finally {
            others.forEach(Backend::close);
        }
    }

    private GroupSnapshotId untilThere(GroupSnapshots role) {
        while (true) {
            try {
                var taken = role.create(spec(CLASS, one, two), TestCloud.soon());
                if (taken.readyToUse()) {
                    return taken.id();
                }
            } catch (Failure.Aborted | Failure.Unavailable | Failure.Unfinished _) {
                // As the snapshotter does, with the same name.
            }
        }
    }
}
