package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

/// Each step of each call against each thing that can go wrong there: what the caller is told, what is left in the
/// cloud then, and what is left once the cloud is well and the caller has come again.
@Execution(ExecutionMode.CONCURRENT)
class CinderFaultsTest {
    private static final String VOLUMES = "/volumes";
    private static final String VOLUME = "/volumes/{id}";
    private static final String NAMES = "/volumes/detail";
    private static final String ACTION = "/volumes/{id}/action";
    private static final String SNAPSHOTS = "/snapshots";
    private static final String SNAPSHOT = "/snapshots/{id}";
    private static final String ATTACHED = "/servers/{id}/os-volume_attachments";
    private static final String ATTACHMENT = "/servers/{id}/os-volume_attachments/{volume}";

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId volume;
    private SnapshotId snapshot;

    private enum Call {
        CREATE,
        /// A create that finds the volume still being made by the try before.
        RESUME,
        DELETE,
        ATTACH,
        DETACH,
        EXPAND,
        SNAPSHOT,
        UNSNAPSHOT
    }

    /// What is in the cloud.
    private record Left(int volumes, int snapshots, int attachments) {}

    /// @param failure what the caller is told; empty for success
    private record Row(
            Call call, List<Fault> faults, Optional<Class<? extends Failure>> failure, Left left, Left afterRepeat) {
        /// Whether it goes wrong however often the call tries.
        boolean lasts() {
            return faults.stream().anyMatch(fault -> fault.times() == Fault.ALWAYS);
        }

        @Override
        public String toString() {
            return call + " with " + faults.stream().map(Fault::name).toList();
        }
    }

    static Stream<Row> rows() {
        return Stream.of(creations(), deletions(), attachments(), detachments(), growths(), snapshots())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> creations() {
        var none = new Left(0, 0, 0);
        var one = new Left(1, 0, 0);
        return Stream.of(
                row(Call.CREATE, Failure.Unavailable.class, none, one, always(RequestFault.status("GET", NAMES, 500))),
                row(Call.CREATE, Failure.Unavailable.class, none, one, always(RequestFault.status("GET", NAMES, 403))),
                row(Call.CREATE, null, one, one, RequestFault.tooManyRequests("POST", VOLUMES, Duration.ofMillis(100))),
                row(Call.CREATE, null, one, one, RequestFault.status("POST", VOLUMES, 500)),
                row(Call.CREATE, null, one, one, RequestFault.status("POST", VOLUMES, 503)),
                row(Call.CREATE, null, one, one, RequestFault.dropBefore("POST", VOLUMES)),
                row(Call.CREATE, null, one, one, RequestFault.dropAfter("POST", VOLUMES)),
                row(Call.CREATE, Failure.Unfinished.class, none, one, always(RequestFault.dropBefore("POST", VOLUMES))),
                row(Call.CREATE, Failure.Denied.class, none, one, RequestFault.status("POST", VOLUMES, 403)),
                row(Call.CREATE, Failure.Exhausted.class, none, one, RequestFault.status("POST", VOLUMES, 413)),
                row(Call.CREATE, Failure.Invalid.class, none, one, RequestFault.status("POST", VOLUMES, 400)),
                row(Call.RESUME, Failure.Unavailable.class, one, one, always(RequestFault.status("GET", VOLUME, 403))),
                row(Call.RESUME, Failure.Unfinished.class, one, one, RequestFault.status("GET", VOLUME, 500)),
                row(Call.RESUME, Failure.Unfinished.class, one, one, RequestFault.dropBefore("GET", VOLUME)),
                row(
                        Call.RESUME,
                        Failure.Unfinished.class,
                        one,
                        one,
                        RequestFault.latency("GET", VOLUME, Duration.ofSeconds(5))),
                row(Call.CREATE, Failure.Broken.class, none, one, OperationFault.failing(Operation.CREATE_VOLUME)),
                row(Call.CREATE, Failure.Unfinished.class, one, one, OperationFault.hanging(Operation.CREATE_VOLUME)),
                row(
                        Call.CREATE,
                        Failure.Unavailable.class,
                        one,
                        one,
                        OperationFault.failing(Operation.CREATE_VOLUME),
                        always(RequestFault.status("DELETE", VOLUME, 500))));
    }

    private static Stream<Row> deletions() {
        var none = new Left(0, 0, 0);
        var one = new Left(1, 0, 0);
        return Stream.of(
                row(Call.DELETE, null, none, none, RequestFault.dropBefore("DELETE", VOLUME)),
                row(Call.DELETE, null, none, none, RequestFault.dropAfter("DELETE", VOLUME)),
                row(
                        Call.DELETE,
                        Failure.Unavailable.class,
                        one,
                        none,
                        always(RequestFault.status("DELETE", VOLUME, 500))),
                row(Call.DELETE, Failure.Denied.class, one, none, RequestFault.status("DELETE", VOLUME, 403)),
                row(Call.DELETE, Failure.Unfinished.class, one, none, OperationFault.hanging(Operation.DELETE_VOLUME)));
    }

    private static Stream<Row> attachments() {
        var free = new Left(1, 0, 0);
        var attached = new Left(1, 0, 1);
        return Stream.of(
                row(Call.ATTACH, null, attached, attached, RequestFault.status("POST", ATTACHED, 500)),
                row(Call.ATTACH, null, attached, attached, RequestFault.dropBefore("POST", ATTACHED)),
                row(Call.ATTACH, null, attached, attached, RequestFault.dropAfter("POST", ATTACHED)),
                row(
                        Call.ATTACH,
                        Failure.Unavailable.class,
                        free,
                        attached,
                        always(RequestFault.status("POST", ATTACHED, 503))),
                row(Call.ATTACH, Failure.Denied.class, free, attached, RequestFault.status("POST", ATTACHED, 403)),
                row(Call.ATTACH, Failure.Aborted.class, free, attached, RequestFault.status("POST", ATTACHED, 409)),
                row(Call.ATTACH, Failure.Unavailable.class, free, attached, RequestFault.status("POST", ATTACHED, 413)),
                row(Call.ATTACH, Failure.NotFound.class, free, attached, RequestFault.status("POST", ATTACHED, 404)),
                row(Call.ATTACH, Failure.Aborted.class, free, attached, OperationFault.failing(Operation.ATTACH)),
                row(
                        Call.ATTACH,
                        Failure.Unfinished.class,
                        attached,
                        attached,
                        OperationFault.hanging(Operation.ATTACH)));
    }

    private static Stream<Row> detachments() {
        var free = new Left(1, 0, 0);
        var attached = new Left(1, 0, 1);
        return Stream.of(
                row(Call.DETACH, null, free, free, RequestFault.dropBefore("DELETE", ATTACHMENT)),
                row(Call.DETACH, null, free, free, RequestFault.dropAfter("DELETE", ATTACHMENT)),
                row(
                        Call.DETACH,
                        Failure.Unavailable.class,
                        attached,
                        free,
                        always(RequestFault.status("DELETE", ATTACHMENT, 500))),
                row(Call.DETACH, Failure.Denied.class, attached, free, RequestFault.status("DELETE", ATTACHMENT, 403)),
                row(Call.DETACH, Failure.Aborted.class, attached, free, RequestFault.status("DELETE", ATTACHMENT, 404)),
                row(Call.DETACH, Failure.Aborted.class, attached, free, RequestFault.status("DELETE", ATTACHMENT, 409)),
                row(Call.DETACH, Failure.Aborted.class, attached, free, OperationFault.failing(Operation.DETACH)),
                row(Call.DETACH, Failure.Unfinished.class, attached, free, OperationFault.hanging(Operation.DETACH)));
    }

    private static Stream<Row> growths() {
        var one = new Left(1, 0, 0);
        return Stream.of(
                row(Call.EXPAND, Failure.Unavailable.class, one, one, RequestFault.status("POST", ACTION, 500)),
                row(Call.EXPAND, Failure.Unavailable.class, one, one, RequestFault.dropAfter("POST", ACTION)),
                row(Call.EXPAND, Failure.Exhausted.class, one, one, RequestFault.status("POST", ACTION, 413)),
                row(Call.EXPAND, Failure.Denied.class, one, one, RequestFault.status("POST", ACTION, 403)),
                row(Call.EXPAND, Failure.Unfinished.class, one, one, OperationFault.hanging(Operation.EXTEND_VOLUME)));
    }

    private static Stream<Row> snapshots() {
        var none = new Left(1, 0, 0);
        var one = new Left(1, 1, 0);
        return Stream.of(
                row(Call.SNAPSHOT, Failure.Unavailable.class, none, one, RequestFault.status("POST", SNAPSHOTS, 500)),
                row(Call.SNAPSHOT, Failure.Unavailable.class, one, one, RequestFault.dropAfter("POST", SNAPSHOTS)),
                row(Call.SNAPSHOT, Failure.Exhausted.class, none, one, RequestFault.status("POST", SNAPSHOTS, 413)),
                row(Call.SNAPSHOT, Failure.Denied.class, none, one, RequestFault.status("POST", SNAPSHOTS, 403)),
                row(Call.SNAPSHOT, Failure.Broken.class, none, one, OperationFault.failing(Operation.CREATE_SNAPSHOT)),
                row(Call.SNAPSHOT, null, one, one, OperationFault.hanging(Operation.CREATE_SNAPSHOT)),
                row(Call.UNSNAPSHOT, null, none, none, RequestFault.dropAfter("DELETE", SNAPSHOT)),
                row(Call.UNSNAPSHOT, Failure.Denied.class, one, none, RequestFault.status("DELETE", SNAPSHOT, 403)),
                row(
                        Call.UNSNAPSHOT,
                        Failure.Unfinished.class,
                        one,
                        none,
                        OperationFault.hanging(Operation.DELETE_SNAPSHOT)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void faultIsToldAndTheRepeatFindsTheRest(Row row) {
        prepare(row.call());
        row.faults().forEach(cloud.emulator.faults()::put);

        var told = catchThrowable(() -> run(row.call(), time(row)));

        if (row.failure().isEmpty()) {
            assertThat(told).isNull();
        } else if (row.lasts()) {
            // The deadline may come between two tries or in one.
            assertThat(told).isInstanceOfAny(row.failure().get(), Failure.Unfinished.class);
        } else {
            assertThat(told).isInstanceOf(row.failure().get());
        }
        assertThat(left()).isEqualTo(row.left());

        cloud.emulator.faults().heal();
        run(row.call(), TestCloud.soon());

        assertThat(left()).isEqualTo(row.afterRepeat());
    }

    @Test
    void createWhoseAnswerIsLostIsFoundByItsNameAndTheCallerSeesNoError() {
        cloud.emulator.faults().put(RequestFault.dropAfter("POST", VOLUMES));

        var made = cloud.made("pvc-1");

        assertThat(cloud.emulator.leftovers().volumes()).containsExactly(made.value());
        assertThat(cloud.emulator.requests().count("POST", VOLUMES)).isEqualTo(1);
    }

    @Test
    void refusedRepeatOfACreateThatWasNotAnsweredIsNotFinal() {
        cloud.emulator.faults().put(RequestFault.dropBefore("POST", VOLUMES));
        cloud.emulator.faults().put(RequestFault.status("POST", VOLUMES, 413));

        assertThat(catchThrowable(() -> run(Call.CREATE, TestCloud.soon()))).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void deletionThatCinderFailedAtSaysSoUntilAnAdministratorHelps() {
        prepare(Call.DELETE);
        cloud.emulator.faults().put(OperationFault.failing(Operation.DELETE_VOLUME));

        assertThat(catchThrowable(() -> run(Call.DELETE, TestCloud.soon())))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("error_deleting");
        assertThat(catchThrowable(() -> run(Call.DELETE, TestCloud.soon())))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("error_deleting");
        assertThat(left()).isEqualTo(new Left(1, 0, 0));

        cloud.emulator.resetVolume(volume.value(), "available");
        run(Call.DELETE, TestCloud.soon());

        assertThat(left()).isEqualTo(new Left(0, 0, 0));
    }

    @Test
    void refusedDetachTellsWhatNovaSaid() {
        prepare(Call.DETACH);
        cloud.emulator.faults().put(RequestFault.status("DELETE", ATTACHMENT, 409));

        assertThat(catchThrowable(() -> run(Call.DETACH, TestCloud.soon())))
                .isInstanceOf(Failure.Aborted.class)
                .hasMessageContaining("Fault injected: 409");
    }

    @Test
    void snapshotThatCinderFailedToDeleteSaysSo() {
        prepare(Call.UNSNAPSHOT);
        cloud.emulator.faults().put(OperationFault.failing(Operation.DELETE_SNAPSHOT));

        for (var times = 0; times < 2; times++) {
            assertThat(catchThrowable(() -> run(Call.UNSNAPSHOT, TestCloud.soon())))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("error_deleting");
        }
    }

    /// Short where the call would go on until its end.
    private Deadline time(Row row) {
        var unfinished = row.failure().filter(Failure.Unfinished.class::equals).isPresent();
        if (unfinished && row.faults().stream().allMatch(OperationFault.class::isInstance)) {
            return cloud.onceOneHangs();
        }
        return unfinished || row.lasts() ? TestCloud.within(Duration.ofMillis(1500)) : TestCloud.soon();
    }

    private void prepare(Call call) {
        if (call == Call.RESUME) {
            cloud.emulator.faults().put(OperationFault.hanging(Operation.CREATE_VOLUME));
            assertThat(catchThrowable(() -> run(Call.CREATE, cloud.onceOneHangs())))
                    .isInstanceOf(Failure.Unfinished.class);
        } else if (call != Call.CREATE) {
            volume = cloud.made("pvc-1");
        }
        if (call == Call.DETACH) {
            run(Call.ATTACH, TestCloud.soon());
        }
        if (call == Call.UNSNAPSHOT) {
            snapshot = cloud.snapshots()
                    .create(TestCloud.snapshot("snap-1", volume, Map.of()), TestCloud.soon())
                    .id();
        }
    }

    private void run(Call call, Deadline deadline) {
        switch (call) {
            case CREATE, RESUME -> cloud.volumes().create(TestCloud.volume("pvc-1", 1), deadline);
            case DELETE -> cloud.volumes().delete(volume, Secrets.none(), deadline);
            case ATTACH -> cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), deadline);
            case DETACH -> cloud.attacher().detach(volume, Optional.of(cloud.node(0)), Secrets.none(), deadline);
            case EXPAND ->
                cloud.expander()
                        .expand(
                                new ExpandSpec(volume, TestCloud.atLeast(2), Optional.empty(), Secrets.none()),
                                deadline);
            case SNAPSHOT -> cloud.snapshots().create(TestCloud.snapshot("snap-1", volume, Map.of()), deadline);
            case UNSNAPSHOT -> cloud.snapshots().delete(snapshot, Secrets.none(), deadline);
        }
    }

    private Left left() {
        var left = cloud.emulator.leftovers();
        return new Left(
                left.volumes().size(),
                left.snapshots().size(),
                left.attachments().size());
    }

    private static Fault always(Fault fault) {
        return fault.times(Fault.ALWAYS);
    }

    private static Row row(Call call, Class<? extends Failure> failure, Left left, Left afterRepeat, Fault... faults) {
        return new Row(call, List.of(faults), Optional.ofNullable(failure), left, afterRepeat);
    }
}
