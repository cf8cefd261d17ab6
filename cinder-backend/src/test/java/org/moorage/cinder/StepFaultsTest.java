package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.log.RequestLog;

/// Every request of every call against everything that can go wrong with it: what the caller is told is written in
/// the table of `docs/failures.md`, nothing is left behind a failure that callers take for the last word, and once
/// the cloud is well a repeat does what was asked for.
///
/// `-Dfailures.write=true` writes the table anew.
class StepFaultsTest {
    private static final Path PAGE = Path.of("../docs/failures.md");
    private static final String HEAD = "| call | request |";
    private static final Duration TIME = Duration.ofMillis(1500);
    private static final int AT_ONCE = 8;

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /// What is in the cloud that a call works on.
    private record Cloud(TestCloud cloud, VolumeId volume, Optional<SnapshotId> snapshot) {}

    /// A call, what it needs, and how much it makes.
    private enum Call {
        CREATE_VOLUME("CreateVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().volumes().create(TestCloud.volume("pvc-2", 1), deadline);
            }
        },
        RESTORE("CreateVolume of a snapshot") {
            @Override
            void run(Cloud on, Deadline deadline) {
                var source = new ContentSource.FromSnapshot(on.snapshot().orElseThrow());
                on.cloud().volumes().create(TestCloud.copy("pvc-2", 1, source), deadline);
            }
        },
        CLONE("CreateVolume of a volume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                var source = new ContentSource.FromVolume(on.volume());
                on.cloud().volumes().create(TestCloud.copy("pvc-2", 1, source), deadline);
            }
        },
        DELETE_VOLUME("DeleteVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().volumes().delete(on.volume(), Secrets.none(), deadline);
            }
        },
        ATTACH("ControllerPublishVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud()
                        .attacher()
                        .attach(TestCloud.attachment(on.volume(), on.cloud().node(0)), deadline);
            }
        },
        DETACH("ControllerUnpublishVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                var node = Optional.of(on.cloud().node(0));
                on.cloud().attacher().detach(on.volume(), node, Secrets.none(), deadline);
            }
        },
        EXPAND("ControllerExpandVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                var spec = new ExpandSpec(on.volume(), TestCloud.atLeast(2), Optional.empty(), Secrets.none());
                on.cloud().expander().expand(spec, deadline);
            }
        },
        MODIFY("ControllerModifyVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                var parameters = Map.of(
                        "type", "multiattach",
                        "migration-policy", "on-demand",
                        "appendVolumeMetadata", "{\"tier\": \"gold\"}");
                on.cloud()
                        .role(CinderModifier.class)
                        .modify(new ModifySpec(on.volume(), parameters, Secrets.none()), deadline);
            }
        },
        CAPACITY("GetCapacity") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud()
                        .role(CinderCapacity.class)
                        .capacity(new CapacityQuery(List.of(), Map.of(), Optional.empty()), deadline);
            }
        },
        CREATE_SNAPSHOT("CreateSnapshot") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().snapshots().create(TestCloud.snapshot("snap-2", on.volume(), Map.of()), deadline);
            }
        },
        DELETE_SNAPSHOT("DeleteSnapshot") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().snapshots().delete(on.snapshot().orElseThrow(), Secrets.none(), deadline);
            }
        },
        LIST("ListVolumes") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().role(CinderVolumeCatalog.class).list(new Page.Request(0, Optional.empty()), deadline);
            }
        },
        GET("ControllerGetVolume") {
            @Override
            void run(Cloud on, Deadline deadline) {
                on.cloud().role(CinderVolumeCatalog.class).find(on.volume(), deadline);
            }
        };

        private final String rpc;

        Call(String rpc) {
            this.rpc = rpc;
        }

        abstract void run(Cloud on, Deadline deadline);

        boolean needsSnapshot() {
            return this == RESTORE || this == DELETE_SNAPSHOT;
        }
    }

    /// Something that goes wrong with a request, each time it is made.
    private enum Trouble {
        BAD_REQUEST("400", request -> status(request, 400)),
        FORBIDDEN("403", request -> status(request, 403)),
        NOT_FOUND("404", request -> status(request, 404)),
        CONFLICT("409", request -> status(request, 409)),
        TOO_LARGE("413", request -> status(request, 413)),
        TOO_MANY(
                "429",
                request -> RequestFault.tooManyRequests(request.method(), request.pattern(), Duration.ofSeconds(5))),
        SERVER_ERROR("500", request -> status(request, 500)),
        UNAVAILABLE("503", request -> status(request, 503)),
        DROPPED("dropped before", request -> RequestFault.dropBefore(request.method(), request.pattern())),
        LOST("answer lost", request -> RequestFault.dropAfter(request.method(), request.pattern())),
        SILENT("no answer", request -> RequestFault.latency(request.method(), request.pattern(), TIME.multipliedBy(4)));

        private final String head;
        private final Function<Request, Fault> fault;

        Trouble(String head, Function<Request, Fault> fault) {
            this.head = head;
            this.fault = fault;
        }

        Fault on(Request request) {
            return fault.apply(request).times(Fault.ALWAYS);
        }

        private static Fault status(Request request, int status) {
            return RequestFault.status(request.method(), request.pattern(), status);
        }
    }

    private record Request(String method, String pattern) {
        static Request of(RequestLog.Entry entry) {
            return new Request(entry.method(), entry.pattern());
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    private record Cell(Call call, Request request, Trouble trouble) {}

    @Test
    void eachStepOfEachCallFailsAsThePageSays() throws Exception {
        var cells = new ArrayList<Cell>();
        for (var call : Call.values()) {
            for (var request : requests(call)) {
                Stream.of(Trouble.values()).forEach(trouble -> cells.add(new Cell(call, request, trouble)));
            }
        }

        var table = table(cells, answers(cells));

        if (Boolean.getBoolean("failures.write")) {
            write(table);
        }
        assertThat(violations).isEmpty();
        assertThat(String.join("\n", table)).isEqualTo(String.join("\n", written()));
    }

    private List<Request> requests(Call call) throws IOException {
        try (var cloud = TestCloud.start()) {
            var on = prepare(call, cloud);
            cloud.emulator.requests().reset();
            call.run(on, TestCloud.soon());
            return cloud.emulator.requests().entries().stream()
                    .filter(entry -> !entry.service().equals("identity"))
                    .map(Request::of)
                    .distinct()
                    .toList();
        }
    }

    private Map<Cell, String> answers(List<Cell> cells) throws Exception {
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            var work = cells.stream()
                    .<Callable<String>>map(cell -> () -> answer(cell))
                    .toList();
            var answers =
                    workers.invokeAll(work).stream().map(Future::resultNow).toList();
            var byCell = new LinkedHashMap<Cell, String>();
            for (var i = 0; i < cells.size(); i++) {
                byCell.put(cells.get(i), answers.get(i));
            }
            return byCell;
        }
    }

    /// What the caller is told, once what must hold whatever it is told has been checked.
    private String answer(Cell cell) throws IOException {
        try (var cloud = TestCloud.start()) {
            var on = prepare(cell.call(), cloud);
            var before = count(cloud);
            cloud.emulator.faults().put(cell.trouble().on(cell.request()));

            var told = catchThrowable(() -> cell.call().run(on, TestCloud.within(TIME)));

            var left = count(cloud);
            // That a service says of an object that it is gone has to be believed.
            if (told != null && isFinal(told) && left > before && cell.trouble() != Trouble.NOT_FOUND) {
                violations.add("left behind a failure after which nobody asks again: " + cell + ": " + told);
            }
            cloud.emulator.faults().heal();
            var again = catchThrowable(() -> cell.call().run(on, TestCloud.soon()));
            if (again != null) {
                violations.add("the repeat fails: " + cell + ": after " + told + ": " + again);
            }
            return told == null ? "OK" : isFinal(told) ? code(told) : "again";
        }
    }

    private static Cloud prepare(Call call, TestCloud cloud) {
        var volume = cloud.made("pvc-1");
        var on = new Cloud(
                cloud,
                volume,
                call.needsSnapshot() ? Optional.of(cloud.snapshotted("snap-1", volume)) : Optional.empty());
        if (call == Call.DETACH) {
            Call.ATTACH.run(on, TestCloud.soon());
        }
        return on;
    }

    /// How much there is that could be left behind.
    private static int count(TestCloud cloud) {
        var left = cloud.emulator.leftovers();
        return left.volumes().size()
                + left.snapshots().size()
                + left.attachments().size();
    }

    /// Whether callers take it for the last word (CSI 1.13, "Error Scheme").
    private static boolean isFinal(Throwable told) {
        return !(told instanceof Failure.Unfinished
                || told instanceof Failure.Unavailable
                || told instanceof Failure.Aborted);
    }

    private static String code(Throwable told) throws IOException {
        var row = "| `" + told.getClass().getSimpleName() + "` |";
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(row))
                .map(line -> line.split("\\|")[2].strip())
                .findFirst()
                .orElseGet(told::toString);
    }

    private static List<String> table(List<Cell> cells, Map<Cell, String> answers) {
        var troubles = Stream.of(Trouble.values()).toList();
        var lines = new ArrayList<String>();
        lines.add(HEAD
                + troubles.stream().map(trouble -> " " + trouble.head + " |").collect(Collectors.joining()));
        lines.add("|---".repeat(troubles.size() + 2) + "|");
        cells.stream()
                .collect(Collectors.groupingBy(
                        cell -> "| " + cell.call().rpc + " | `" + cell.request() + "` |",
                        LinkedHashMap::new,
                        Collectors.mapping(cell -> " " + answers.get(cell) + " |", Collectors.joining())))
                .forEach((step, told) -> lines.add(step + told));
        return lines;
    }

    private static List<String> written() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(HEAD))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static void write(List<String> table) throws IOException {
        var text = Files.readString(PAGE);
        Files.writeString(PAGE, text.replace(String.join("\n", written()), String.join("\n", table)));
    }
}
