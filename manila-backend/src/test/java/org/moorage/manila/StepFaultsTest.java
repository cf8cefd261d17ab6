package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.log.RequestLog;

/// Every request of every call against what can go wrong with it: nothing is left behind a failure
/// that callers take for the last word, and once the cloud is well a repeat does what was asked for,
/// once.
class StepFaultsTest {
    private static final Duration TIME = Duration.ofMillis(500);
    private static final int AT_ONCE = 12;
    private static final Map<String, String> CLASS = Map.of("nfs-shareClient", "10.0.0.0/24,10.0.1.7:ro");

    /// What is in the cloud that a call works on.
    private record Cloud(TestCloud cloud, VolumeId volume, Optional<SnapshotId> snapshot) {}

    private enum Call {
        CREATE {
            @Override
            void run(Cloud on, Deadline deadline) {
                create(on, Optional.empty(), deadline);
            }
        },
        RESTORE {
            @Override
            void run(Cloud on, Deadline deadline) {
                create(on, on.snapshot().map(ContentSource.FromSnapshot::new), deadline);
            }
        },
        CLONE {
            @Override
            void run(Cloud on, Deadline deadline) {
                create(on, Optional.of(new ContentSource.FromVolume(on.volume())), deadline);
            }
        },
        DELETE {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().volumes().delete(on.volume(), on.cloud().secrets(), deadline);
            }
        },
        EXPAND {
            @Override
            void run(Cloud on, Deadline deadline) {
                var spec = new ExpandSpec(
                        on.volume(),
                        TestCloud.atLeast(2),
                        Optional.empty(),
                        on.cloud().secrets());
                on.cloud().expander().expand(spec, deadline);
            }
        },
        MODIFY {
            @Override
            void run(Cloud on, Deadline deadline) {
                var wanted = Map.of("nfs-shareClient", "10.0.5.0/24", "appendShareMetadata", "{\"tier\": \"gold\"}");
                on.cloud()
                        .modifier()
                        .modify(new ModifySpec(on.volume(), wanted, on.cloud().secrets()), deadline);
            }
        },
        CREATE_SNAPSHOT {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().snapshots().create(on.cloud().snapshot("snap-2", on.volume()), deadline);
            }
        },
        DELETE_SNAPSHOT {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud()
                        .snapshots()
                        .delete(on.snapshot().orElseThrow(), on.cloud().secrets(), deadline);
            }
        },
        ATTACH {
            @Override
            void run(Cloud on, Deadline deadline) {
                var spec = new AttachSpec(
                        on.volume(),
                        on.cloud().node(0),
                        TestCloud.SHARED,
                        false,
                        Map.of(),
                        on.cloud().secrets());
                var _ = on.cloud().role(VolumeAttacher.class).attach(spec, deadline);
            }
        },
        DETACH {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud()
                        .role(VolumeAttacher.class)
                        .detach(
                                on.volume(),
                                Optional.of(on.cloud().node(0)),
                                on.cloud().secrets(),
                                deadline);
            }
        };

        abstract void run(Cloud on, Deadline deadline);

        private static void create(Cloud on, Optional<ContentSource> source, Deadline deadline) {
            on.cloud().volumes().create(on.cloud().volume("pvc-2", 1, CLASS, source), deadline);
        }

        boolean needsSnapshot() {
            return this == RESTORE || this == DELETE_SNAPSHOT;
        }
    }

    private enum Trouble {
        FORBIDDEN,
        DROPPED,
        LOST;

        Fault on(RequestLog.Entry request) {
            var method = request.method();
            var pattern = request.pattern();
            var fault = switch (this) {
                case FORBIDDEN -> RequestFault.status(method, pattern, 403);
                case DROPPED -> RequestFault.dropBefore(method, pattern);
                case LOST -> RequestFault.dropAfter(method, pattern);
            };
            return fault.times(Fault.ALWAYS);
        }
    }

    @Test
    void noStepThatFailsLeavesAnythingThatARepeatDoesNotMend() throws Exception {
        var work = new ArrayList<Callable<Optional<String>>>();
        for (var call : Call.values()) {
            var whole = new ArrayList<String>();
            for (var request : requests(call, whole)) {
                Stream.of(Trouble.values())
                        .forEach(trouble -> work.add(() -> violation(call, request, trouble, whole)));
            }
        }
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            var violations = new ArrayList<String>();
            for (var done : workers.invokeAll(work)) {
                done.get().ifPresent(violations::add);
            }

            assertThat(violations).isEmpty();
            assertThat(work).hasSizeGreaterThan(100);
        }
    }

    /// The requests of an undisturbed call, and what it leaves.
    private List<RequestLog.Entry> requests(Call call, List<String> whole) throws IOException {
        try (var cloud = start()) {
            var on = prepare(call, cloud);
            cloud.emulator.requests().reset();
            call.run(on, TestCloud.soon());
            var entries = cloud.emulator.requests().entries();
            whole.addAll(state(cloud));
            return entries.stream()
                    .filter(entry -> !entry.service().equals("identity"))
                    .collect(Collectors.toMap(
                            entry -> entry.method() + entry.pattern(),
                            entry -> entry,
                            (first, _) -> first,
                            LinkedHashMap::new))
                    .values()
                    .stream()
                    .toList();
        }
    }

    private Optional<String> violation(Call call, RequestLog.Entry request, Trouble trouble, List<String> whole)
            throws IOException {
        try (var cloud = start()) {
            var on = prepare(call, cloud);
            var before = count(cloud);
            cloud.emulator.faults().put(trouble.on(request));

            var told = catchThrowable(() -> call.run(on, TestCloud.within(TIME)));

            var left = count(cloud);
            var cell = call + ", " + request.method() + " " + request.pattern() + ", " + trouble + ": " + told + ": ";
            if (told != null && isFinal(told) && left > before) {
                return Optional.of(cell + "left behind a failure after which nobody asks again: " + left);
            }
            cloud.emulator.faults().heal();
            var again = catchThrowable(() -> call.run(on, TestCloud.soon()));
            if (again != null) {
                return Optional.of(cell + "the repeat fails: " + again);
            }
            return state(cloud).equals(whole)
                    ? Optional.empty()
                    : Optional.of(cell + "there is " + state(cloud) + " where there should be " + whole);
        }
    }

    private TestCloud start() throws IOException {
        var cloud = TestCloud.start(Map.of("attach-required", List.of("true")));
        cloud.emulator.connectServer(cloud.node(0).value(), "private", "10.0.0.10");
        return cloud;
    }

    private static Cloud prepare(Call call, TestCloud cloud) {
        var volume = cloud.volumes()
                .create(cloud.volume("pvc-1", CLASS), TestCloud.soon())
                .id();
        var snapshot = call.needsSnapshot()
                ? Optional.of(cloud.snapshots()
                        .create(cloud.snapshot("snap-1", volume), TestCloud.soon())
                        .id())
                : Optional.<SnapshotId>empty();
        var on = new Cloud(cloud, volume, snapshot);
        if (call == Call.DETACH) {
            Call.ATTACH.run(on, TestCloud.soon());
        }
        return on;
    }

    /// How much there is that could be left behind.
    private static int count(TestCloud cloud) {
        var left = cloud.emulator.leftovers();
        return left.shares().size()
                + left.shareSnapshots().size()
                + left.rules().size();
    }

    /// All that there is, without its ids: a line for each share, rule and snapshot.
    private static List<String> state(TestCloud cloud) {
        var state = new ArrayList<String>();
        for (var id : cloud.emulator.leftovers().shares()) {
            var share = cloud.shown(new VolumeId(id));
            state.add(share.name() + " " + share.size());
            cloud.rules(new VolumeId(id)).forEach(rule -> state.add(share.name() + " " + rule));
        }
        cloud.emulator.leftovers().shareSnapshots().forEach(_ -> state.add("snapshot"));
        return state.stream().sorted().toList();
    }

    /// Whether callers take it for the last word (CSI 1.13, "Error Scheme").
    private static boolean isFinal(Throwable told) {
        return !(told instanceof Failure.Unfinished
                || told instanceof Failure.Unavailable
                || told instanceof Failure.Aborted);
    }
}
