package org.moorage.distribution;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.DeleteSnapshotRequest;
import org.moorage.csi.v1.DeleteVolumeRequest;
import org.moorage.csi.v1.Volume;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// A driver of the finished package on an emulated cloud, in a mount namespace of its own, with a volume and a
/// snapshot that honest requests are about.
final class HostileServer implements AutoCloseable {
    /// The drivers that are asked, with what makes them announce the most.
    enum Driver {
        CINDER(PackageUnderTest.CINDER_CSI_PLUGIN, "--cluster=hostile"),
        /// Each request brings its credentials.
        NFS(
                PackageUnderTest.MANILA_CSI_PLUGIN,
                "--share-protocol-selector=NFS",
                "--attach-required",
                "--group-snapshots",
                "--cluster-id=hostile"),
        /// The driver has credentials of its own.
        CEPHFS(
                PackageUnderTest.MANILA_CSI_PLUGIN,
                "--share-protocol-selector=CEPHFS",
                "--group-snapshots",
                "--cluster-id=hostile");

        private final Path program;
        private final List<String> options;

        Driver(Path program, String... options) {
            this.program = program;
            this.options = List.of(options);
        }

        /// Whether it is asked that call: one that its backend has a part in, and that is not the same with another.
        boolean serves(MethodDescriptor<?, ?> call) {
            var name = call.getBareMethodName();
            return switch (this) {
                case CINDER -> true;
                case NFS -> !ANSWERED_BY_ALL_ALIKE.contains(name) && !WITHOUT_SECRETS.contains(name);
                case CEPHFS -> WITHOUT_SECRETS.contains(name) || OF_THE_PROTOCOL.contains(name);
            };
        }
    }

    /// Calls that the server answers by itself.
    private static final Set<String> ANSWERED_BY_ALL_ALIKE = Set.of(
            "GetPluginInfo",
            "GetPluginCapabilities",
            "Probe",
            "ControllerGetCapabilities",
            "GroupControllerGetCapabilities",
            "NodeGetCapabilities",
            "NodeGetInfo",
            "NodeGetStorageHealth");

    /// What needs credentials of the driver's own.
    private static final Set<String> WITHOUT_SECRETS = Set.of(
            "ListVolumes",
            "ControllerListVolumeHealth",
            "ControllerGetVolumeHealth",
            "ControllerGetVolume",
            "GetCapacity",
            "ListSnapshots",
            "GetSnapshot");

    /// Where the protocol makes a difference.
    private static final Set<String> OF_THE_PROTOCOL =
            Set.of("CreateVolume", "ControllerModifyVolume", "NodeStageVolume", "NodePublishVolume");

    private static final Map<String, String> SECRET_KEYS = Map.of(
            "auth-url", "os-authURL",
            "region", "os-region",
            "application-credential-id", "os-applicationCredentialID",
            "application-credential-secret", "os-applicationCredentialSecret");

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Driver driver;
    private final Emulator cloud;
    private final Path log;
    private long logRead;
    private final Process process;
    private final ManagedChannel channel;
    private final Map<String, String> secrets;
    private final Volume volume;
    private final String snapshot;

    private HostileServer(Driver driver, Path directory) throws Exception {
        this.driver = driver;
        cloud = Emulator.start(EmulatorSettings.defaults(directory.resolve("cloud"))
                .devices(false)
                .stateTime(Duration.ZERO)
                .limits(new EmulatorSettings.Limits(-1, -1, -1, 26, 1_000)));
        cloud.connectServer(cloud.servers().getFirst().id(), "private", "10.0.0.10");
        var conf = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());
        secrets = driver == Driver.NFS ? secretsOf(conf) : Map.of();
        log = directory.resolve("server.log");
        var socket = directory.resolve("csi.sock");
        // In a mount namespace of its own: what it might unmount is not the machine's, and programs that mount
        // shares are there, of servers that are not.
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount --bind \"$0\" /usr/local/sbin && exec \"$@\"",
                mounters(directory).toString(),
                driver.program.toString()));
        command.addAll(driver.options);
        if (driver != Driver.NFS) {
            command.add("--cloud-config=" + conf);
        }
        command.addAll(List.of(
                "--endpoint=unix://" + socket,
                "--instance-id=" + cloud.servers().getFirst().id(),
                "--instance-zone=az1",
                "--v=5"));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitSocket(socket);
        channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .build();
        volume = made("kept");
        snapshot = snapshot("kept");
    }

    /// The socket appears when the driver listens at it.
    private void awaitSocket(Path socket) throws IOException, InterruptedException {
        try (var watch = socket.getFileSystem().newWatchService()) {
            socket.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            var _ = process.onExit().thenRun(() -> close(watch));
            while (!Files.exists(socket)) {
                watch.take().reset();
            }
        } catch (ClosedWatchServiceException _) {
            throw new AssertionError("the driver ended before it listened:\n" + Files.readString(log));
        }
    }

    private static void close(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HostileServer start(Driver driver, Path directory) throws Exception {
        return new HostileServer(driver, directory);
    }

    private static Path mounters(Path directory) throws IOException {
        var programs = Files.createDirectory(directory.resolve("mounters"));
        for (var name : List.of("mount.nfs", "mount.ceph", "ceph-fuse")) {
            var program =
                    Files.writeString(programs.resolve(name), "#!/bin/sh\necho 'Connection timed out' >&2\nexit 32\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return programs;
    }

    private static Map<String, String> secretsOf(Path conf) throws Exception {
        var secrets = new HashMap<String, String>();
        for (var line : Files.readAllLines(conf)) {
            var cut = line.indexOf('=');
            var key = cut < 0 ? null : SECRET_KEYS.get(line.substring(0, cut).strip());
            if (key != null) {
                secrets.put(key, line.substring(cut + 1).strip().replace("\"", ""));
            }
        }
        return secrets;
    }

    Process process() {
        return process;
    }

    /// What the server has written to its log since this was asked last, in whole lines.
    String newLog() throws IOException {
        try (var file = FileChannel.open(log)) {
            var bytes = new byte[Math.toIntExact(file.size() - logRead)];
            file.position(logRead);
            var read = Channels.newInputStream(file).readNBytes(bytes, 0, bytes.length);
            var text = new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
            var lines = text.substring(0, text.lastIndexOf('\n') + 1);
            logRead += lines.length();
            return lines;
        }
    }

    /// What the call says.
    <Q, R> Status status(MethodDescriptor<Q, R> call, Q request, Duration patience) {
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

    /// A volume of that name, made.
    Volume made(String name) {
        var request = CreateVolumeRequest.newBuilder()
                .setName(name)
                .addVolumeCapabilities(capability())
                .putAllSecrets(secrets);
        if (driver == Driver.NFS) {
            request.putParameters("nfs-shareClient", "10.0.0.0/24");
        }
        return ControllerGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .createVolume(request.build())
                .getVolume();
    }

    private String snapshot(String name) {
        return ControllerGrpc.newBlockingStub(channel)
                .createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName(name)
                        .setSourceVolumeId(volume.getVolumeId())
                        .putAllSecrets(secrets)
                        .build())
                .getSnapshot()
                .getSnapshotId();
    }

    private VolumeCapability capability() {
        return VolumeCapability.newBuilder()
                .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("ext4"))
                .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                        .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER))
                .build();
    }

    /// A request that has all it needs, filled by the names of its fields.
    ///
    /// @param sandbox where its paths are
    Message honest(MethodDescriptor<Message, Message> call, Path sandbox) {
        var prototype = ((PrototypeMarshaller<Message>) call.getRequestMarshaller()).getMessagePrototype();
        var builder = prototype.newBuilderForType();
        for (var field : prototype.getDescriptorForType().getFields()) {
            switch (field.getName()) {
                case "name" -> builder.setField(field, "hostile");
                case "volume_id", "source_volume_id" -> builder.setField(field, volume.getVolumeId());
                case "snapshot_id" -> builder.setField(field, snapshot);
                case "node_id" ->
                    builder.setField(field, cloud.servers().getFirst().id());
                case "group_snapshot_id" -> builder.setField(field, "no-such-group");
                case "source_volume_ids" -> builder.addRepeatedField(field, volume.getVolumeId());
                case "volume_capability" -> builder.setField(field, capability());
                case "volume_capabilities" -> builder.addRepeatedField(field, capability());
                case "volume_context" -> addAll(builder, field, volume.getVolumeContextMap());
                case "secrets" -> addAll(builder, field, secrets);
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
                delete.toBuilder().setVolumeId(made("doomed").getVolumeId()).build();
            case DeleteSnapshotRequest delete ->
                delete.toBuilder().setSnapshotId(snapshot("doomed")).build();
            case Message other -> other;
        };
    }

    private static void addAll(Message.Builder builder, FieldDescriptor field, Map<String, String> texts) {
        var type = field.getMessageType();
        texts.forEach((key, text) -> builder.addRepeatedField(
                field,
                builder.newBuilderForField(field)
                        .setField(type.findFieldByNumber(1), key)
                        .setField(type.findFieldByNumber(2), text)
                        .build()));
    }

    @Override
    public void close() throws Exception {
        channel.shutdownNow();
        loop.shutdownGracefully();
        process.destroy();
        process.waitFor();
        cloud.close();
    }
}
