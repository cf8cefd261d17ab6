package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.distribution.HostileRequests.CANARY;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.GroupControllerGrpc;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGrpc;

/// A thousand hostile requests for each call of each driver: what is missing is INVALID_ARGUMENT, nothing is INTERNAL,
/// no caller
/// sees a stack trace, no log a secret, and nothing on the node is touched that is not a volume's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {
    private static final int REQUESTS = 1_000;
    private static final int AT_ONCE = 4;

    /// For a request that may set work going, and for one that must be refused at once, however busy the machine.
    private static final Duration IMPATIENT = Duration.ofMillis(400);

    private static final Duration PATIENT = Duration.ofSeconds(30);

    /// What a call may say of a request that has all it needs: the caller's fault, the state of things, or later.
    private static final Set<Code> HONEST = EnumSet.of(
            Code.OK,
            Code.INVALID_ARGUMENT,
            Code.NOT_FOUND,
            Code.ALREADY_EXISTS,
            Code.FAILED_PRECONDITION,
            Code.OUT_OF_RANGE,
            Code.RESOURCE_EXHAUSTED,
            Code.ABORTED,
            Code.UNAVAILABLE,
            Code.DEADLINE_EXCEEDED);

    @TempDir
    static Path directory;

    private final Map<HostileServer.Driver, HostileServer> servers = new EnumMap<>(HostileServer.Driver.class);
    private Path sandbox;

    @BeforeAll
    void start() throws Exception {
        PackageUnderTest.assumeMounts();
        sandbox = sandbox();
        for (var driver : HostileServer.Driver.values()) {
            servers.put(driver, HostileServer.start(driver, Files.createDirectory(directory.resolve(driver.name()))));
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (var server : servers.values()) {
            server.close();
        }
    }

    static Stream<MethodDescriptor<?, ?>> calls() {
        return Stream.of(
                        IdentityGrpc.getServiceDescriptor(),
                        ControllerGrpc.getServiceDescriptor(),
                        GroupControllerGrpc.getServiceDescriptor(),
                        NodeGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream());
    }

    /// All calls of one driver, and of the others those that may be answered otherwise.
    static Stream<Arguments> callsOfEachDriver() {
        return Stream.of(HostileServer.Driver.values())
                .flatMap(driver -> calls().filter(driver::serves).map(call -> Arguments.of(driver, call)));
    }

    @ParameterizedTest
    @MethodSource("callsOfEachDriver")
    void eachAnswerIsRight(HostileServer.Driver driver, MethodDescriptor<Message, Message> call) throws Exception {
        var server = servers.get(driver);
        var honest = server.honest(call, sandbox);
        var answers = new ConcurrentSkipListMap<String, Integer>();
        var wrong = run(call.getBareMethodName().hashCode(), number -> {
            var requests = new HostileRequests(new Random(number), sandbox);
            var request = requests.spoil(honest);
            var status =
                    server.status(call, request, RequiredFields.missing(request).isPresent() ? PATIENT : IMPATIENT);
            answers.merge(status.getCode().name(), 1, Integer::sum);
            return objection(request, status).map(why -> why + " of\n" + request);
        });

        System.out.println(driver + " " + call.getFullMethodName() + " " + new TreeMap<>(answers));
        assertThat(wrong).isEmpty();
        assertUntouched(server);
    }

    /// Torn bytes end before they reach a backend, so one driver stands for all.
    @ParameterizedTest
    @MethodSource("calls")
    void noiseIsTheCallersFault(MethodDescriptor<Message, Message> call) throws Exception {
        var server = servers.get(HostileServer.Driver.CINDER);
        var honest = server.honest(call, sandbox);
        var raw = call.toBuilder(new Raw(), call.getResponseMarshaller()).build();
        var wrong = run(call.getBareMethodName().hashCode() + 1, number -> {
            var requests = new HostileRequests(new Random(number), sandbox);
            var status = server.status(raw, requests.noise(honest), PATIENT);
            return objection(status);
        });

        assertThat(wrong).isEmpty();
        assertUntouched(server);
    }

    @Test
    void aMessageTooLargeIsRefusedAndTheServerLivesOn() {
        var server = servers.get(HostileServer.Driver.CINDER);
        var request = CreateVolumeRequest.newBuilder()
                .setName("large")
                .putParameters("x", "y".repeat(5 << 20))
                .build();

        assertThat(server.status(ControllerGrpc.getCreateVolumeMethod(), request, PATIENT)
                        .getCode())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(server.made("after").getVolumeId()).isNotEmpty();
    }

    /// Runs the requests, several at once, and returns what is wrong with their answers.
    private static List<String> run(int seed, IntFunction<Optional<String>> request) throws Exception {
        try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
            var work = IntStream.range(0, REQUESTS)
                    .<Callable<Optional<String>>>mapToObj(number -> () -> request.apply(seed + number))
                    .toList();
            return workers.invokeAll(work).stream()
                    .map(Future::resultNow)
                    .flatMap(Optional::stream)
                    .limit(5)
                    .toList();
        }
    }

    private static Optional<String> objection(Message request, Status status) {
        if (status.getCode() == Code.UNIMPLEMENTED) {
            return Optional.empty();
        }
        var missing = RequiredFields.missing(request);
        if (missing.isPresent() && status.getCode() != Code.INVALID_ARGUMENT) {
            return Optional.of(missing.get() + " is missing and the answer is " + status);
        }
        return objection(status);
    }

    private static Optional<String> objection(Status status) {
        var text = String.valueOf(status.getDescription());
        if (!HONEST.contains(status.getCode()) && status.getCode() != Code.UNIMPLEMENTED) {
            return Optional.of("the answer " + status);
        }
        var unseemly = text.contains("\tat ")
                || text.contains("Exception")
                || text.contains("org.moorage")
                || text.contains("\n")
                || text.contains(CANARY);
        return unseemly ? Optional.of("the text " + text) : Optional.empty();
    }

    /// The log is free of secrets and of defects, what lay in the sandbox lies there, the kernel's file systems are
    /// where they were, and the server lives.
    private void assertUntouched(HostileServer server) throws IOException {
        assertThat(server.process().isAlive()).isTrue();
        var lines = server.newLog();
        assertThat(lines).doesNotContain(CANARY);
        assertThat(lines).doesNotContain("a defect of this driver");
        assertThat(sandbox.resolve("file")).hasContent("kept");
        assertThat(sandbox.resolve("full-directory/file")).hasContent("kept");
        assertThat(sandbox.resolve("link-to-file")).isSymbolicLink();
        assertThat(sandbox.resolve("link-to-root")).isSymbolicLink();
        var mounts = Files.readString(Path.of("/proc/" + server.process().pid() + "/mountinfo"));
        assertThat(mounts).contains(" / /proc ").contains(" / /dev ").contains(" / /sys ");
    }

    private static Path sandbox() throws IOException {
        var made = Files.createDirectory(directory.resolve("sandbox"));
        Files.writeString(made.resolve("file"), "kept");
        Files.writeString(Files.createDirectory(made.resolve("full-directory")).resolve("file"), "kept");
        Files.createSymbolicLink(made.resolve("link-to-file"), made.resolve("file"));
        Files.createSymbolicLink(made.resolve("link-to-root"), Path.of("/"));
        return made;
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
