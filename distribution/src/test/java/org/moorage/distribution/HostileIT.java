package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.distribution.HostileRequests.CANARY;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.GroupControllerGrpc;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// A thousand hostile requests for each call: what is missing is INVALID_ARGUMENT, nothing is INTERNAL, no caller
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

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private Emulator cloud;
    private Process server;
    private Path log;
    private Path sandbox;
    private ManagedChannel channel;
    private String volume;
    private String snapshot;

    @BeforeAll
    void start() throws Exception {
        PackageUnderTest.assumeMounts();
        sandbox = sandbox();
        cloud = Emulator.start(EmulatorSettings.defaults(directory.resolve("cloud"))
                .devices(false)
                .stateTime(Duration.ZERO)
                .limits(new EmulatorSettings.Limits(-1, -1, -1, 26, 1_000)));
        var conf = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());
        log = directory.resolve("server.log");
        var socket = directory.resolve("csi.sock");
        server = new ProcessBuilder(
                        // In a mount namespace of its own: what it might unmount is not the machine's.
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        PackageUnderTest.CINDER_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + socket,
                        "--cloud-config=" + conf,
                        "--cluster=hostile",
                        "--instance-id=" + cloud.servers().getFirst().id(),
                        "--instance-zone=az1",
                        "--v=5")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!Files.exists(socket) && server.isAlive()) {
            Thread.sleep(50);
        }
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
        volume = made("kept");
        snapshot = snapshot("kept");
    }

    @AfterAll
    void stop() throws Exception {
        if (channel != null) {
            channel.shutdownNow();
            loop.shutdownGracefully();
            server.destroy();
            server.waitFor();
            cloud.close();
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

    @ParameterizedTest
    @MethodSource("calls")
    void eachAnswerIsRight(MethodDescriptor<Message, Message> call) throws Exception {
        var honest = honest(call);
        var answers = new ConcurrentSkipListMap<String, Integer>();
        var wrong = run(call.getBareMethodName().hashCode(), number -> {
            var requests = new HostileRequests(new Random(number), sandbox);
            var request = requests.spoil(honest);
            var status = status(call, request, RequiredFields.missing(request).isPresent() ? PATIENT : IMPATIENT);
            answers.merge(status.getCode().name(), 1, Integer::sum);
            return objection(request, status).map(why -> why + " of\n" + request);
        });

        System.out.println(call.getFullMethodName() + " " + new TreeMap<>(answers));
        assertThat(wrong).isEmpty();
        assertUntouched();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void noiseIsTheCallersFault(MethodDescriptor<Message, Message> call) throws Exception {
        var honest = honest(call);
        var raw = call.toBuilder(new Raw(), call.getResponseMarshaller()).build();
        var wrong = run(call.getBareMethodName().hashCode() + 1, number -> {
            var requests = new HostileRequests(new Random(number), sandbox);
            var status = status(raw, requests.noise(honest), PATIENT);
            return objection(status);
        });

        assertThat(wrong).isEmpty();
        assertUntouched();
    }

    @Test
    void aMessageTooLargeIsRefusedAndTheServerLivesOn() {
        var request = CreateVolumeRequest.newBuilder()
                .setName("large")
                .putParameters("x", "y".repeat(5 << 20))
                .build();

        assertThat(status(ControllerGrpc.getCreateVolumeMethod(), request, PATIENT)
                        .getCode())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(made("after")).isNotEmpty();
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

    private <Q, R> Status status(MethodDescriptor<Q, R> call, Q request, Duration patience) {
        try {
            ClientCalls.blockingUnaryCall(
                    channel,
                    call,
                    CallOptions.DEFAULT.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS),
                    request);
            return Status.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
    }

    /// The log is free of secrets and of defects, what lay in the sandbox lies there, the kernel's file systems are
    /// where they were, and the server lives.
    private void assertUntouched() throws IOException {
        assertThat(server.isAlive()).isTrue();
        var lines = Files.readString(log);
        assertThat(lines).doesNotContain(CANARY);
        assertThat(lines).doesNotContain("a defect of this driver");
        assertThat(sandbox.resolve("file")).hasContent("kept");
        assertThat(sandbox.resolve("full-directory/file")).hasContent("kept");
        assertThat(sandbox.resolve("link-to-file")).isSymbolicLink();
        assertThat(sandbox.resolve("link-to-root")).isSymbolicLink();
        var mounts = Files.readString(Path.of("/proc/" + server.pid() + "/mountinfo"));
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

    private String made(String name) {
        return ControllerGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName(name)
                        .addVolumeCapabilities(mount())
                        .build())
                .getVolume()
                .getVolumeId();
    }

    private String snapshot(String name) {
        return ControllerGrpc.newBlockingStub(channel)
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(volume)
                        .build())
                .getSnapshot()
                .getSnapshotId();
    }

    private static VolumeCapability mount() {
        return VolumeCapability.newBuilder()
                .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
                .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                        .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
                .build();
    }

    /// A request that has all it needs, filled by the names of its fields.
    private Message honest(MethodDescriptor<Message, Message> call) {
        var prototype = ((PrototypeMarshaller<Message>) call.getRequestMarshaller()).getMessagePrototype();
        var builder = prototype.newBuilderForType();
        for (var field : prototype.getDescriptorForType().getFields()) {
            switch (field.getName()) {
                case "name" -> builder.setField(field, "hostile");
                case "volume_id", "source_volume_id" -> builder.setField(field, volume);
                case "snapshot_id" -> builder.setField(field, snapshot);
                case "node_id" ->
                    builder.setField(field, cloud.servers().getFirst().id());
                case "group_snapshot_id" -> builder.setField(field, "no-such-group");
                case "source_volume_ids" -> builder.addRepeatedField(field, volume);
                case "volume_capability" -> builder.setField(field, mount());
                case "volume_capabilities" -> builder.addRepeatedField(field, mount());
                case "target_path", "volume_path" ->
                    builder.setField(field, sandbox.resolve("target").toString());
                case "staging_target_path" ->
                    builder.setField(field, sandbox.resolve("staging").toString());
                case "capacity_range" ->
                    builder.setField(
                            field,
                            CapacityRange.newBuilder()
                                    .setRequiredBytes(1L << 30)
                                    .build());
                default -> {}
            }
        }
        return switch (builder.build()) {
            // What the other calls work on stays.
            case DeleteVolumeRequest delete ->
                delete.toBuilder().setVolumeId(made("doomed")).build();
            case DeleteSnapshotRequest delete ->
                delete.toBuilder().setSnapshotId(snapshot("doomed")).build();
            case Message other -> other;
        };
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
