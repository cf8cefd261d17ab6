package org.moorage.cinder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeTypes;
import org.moorage.openstack.blockstorage.Volumes;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;
import org.moorage.openstack.testing.CutOff;
import org.moorage.openstack.testing.Directories;

/// An emulated cloud with the driver opened on it, and the requests that tests make of it.
final class TestCloud implements AutoCloseable {
    static final VolumeCapability MOUNT = new VolumeCapability(
            new VolumeAccess.Mount(Optional.of("ext4"), List.of(), Optional.empty()), AccessMode.SINGLE_NODE_WRITER);
    static final VolumeCapability SHARED_BLOCK =
            new VolumeCapability(new VolumeAccess.Block(), AccessMode.MULTI_NODE_MULTI_WRITER);

    final Emulator emulator;
    final Path conf;
    private final Backend backend;

    private TestCloud(Emulator emulator, Path conf) {
        this.emulator = emulator;
        this.conf = conf;
        backend = open(conf, Map.of());
    }

    static TestCloud start() {
        return start(settings -> settings);
    }

    static TestCloud start(UnaryOperator<EmulatorSettings> wanted) {
        return start(wanted, "");
    }

    /// @param further what stands in cloud.conf behind the access to the cloud
    static TestCloud start(UnaryOperator<EmulatorSettings> wanted, String further) {
        try {
            var settings = EmulatorSettings.defaults(Files.createTempDirectory("cloud"));
            var emulator = Emulator.start(wanted.apply(settings.devices(false)));
            return new TestCloud(
                    emulator, Files.writeString(settings.data().resolve("cloud.conf"), emulator.cloudConf() + further));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Backend open(Path conf, Map<String, List<String>> options) {
        var all = new LinkedHashMap<String, List<String>>();
        all.put("cloud-config", List.of(conf.toString()));
        all.put("with-topology", List.of("true"));
        all.put("cluster", List.of("test"));
        all.putAll(options);
        var surroundings = new Surroundings(
                Set.of(Service.CONTROLLER, Service.NODE), InstantSource.system(), Meters.NONE, "1.2.3", List.of());
        return new CinderProvider().open(new Settings(all), surroundings);
    }

    <R extends Role> R role(Class<R> type) {
        return role(backend, type);
    }

    static <R extends Role> R role(Backend backend, Class<R> type) {
        return backend.roles().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    CinderVolumes volumes() {
        return role(CinderVolumes.class);
    }

    CinderAttacher attacher() {
        return role(CinderAttacher.class);
    }

    CinderSnapshots snapshots() {
        return role(CinderSnapshots.class);
    }

    CinderExpander expander() {
        return role(CinderExpander.class);
    }

    /// A volume of 1 GiB of that name, made.
    VolumeId made(String name) {
        return volumes().create(volume(name, 1), soon()).id();
    }

    /// A snapshot of that name of the volume, made.
    SnapshotId snapshotted(String name, VolumeId source) {
        return snapshots().create(snapshot(name, source, Map.of()), soon()).id();
    }

    void detach(VolumeId volume) {
        attacher().detach(volume, Optional.empty(), Secrets.none(), soon());
    }

    /// The volume as Cinder shows it to the project.
    BlockVolume shown(VolumeId volume) {
        return ask(cloud -> new Volumes(cloud.blockStorage()).show(volume.value(), soon()));
    }

    /// The id of the volume type of that name.
    String typeId(String name) {
        return ask(cloud -> new VolumeTypes(cloud.blockStorage())
                .list(soon()).stream()
                        .filter(type -> type.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    /// Asks the cloud past the driver.
    <T> T ask(Function<Cloud, T> question) {
        var access = CloudConfiguration.read(List.of(conf)).clouds().get("");
        var client = new Client(InstantSource.system(), Meters.NONE, "test");
        try (var cloud = Cloud.connect("", Objects.requireNonNull(access), client, soon())) {
            return question.apply(cloud);
        }
    }

    /// How many requests have asked the block storage for a change so far.
    long writes() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.service().equals("volume"))
                .filter(entry -> !entry.method().equals("GET"))
                .count();
    }

    /// Waits until the cloud has got such a request.
    void awaitRequest(String method, String route) {
        while (emulator.requests().count(method, route) == 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    NodeId node(int index) {
        return new NodeId(emulator.servers().get(index).id());
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), InstantSource.system());
    }

    static Deadline within(Duration time) {
        return Deadline.after(time, InstantSource.system());
    }

    /// A deadline that comes once an operation hangs.
    Deadline onceOneHangs() {
        return CutOff.onceOneHangs(emulator.faults());
    }

    static VolumeSpec volume(String name, long gib) {
        return volume(name, gib, Map.of(), Optional.empty(), TopologyRequirement.none(), MOUNT);
    }

    static VolumeSpec volume(String name, Map<String, String> parameters) {
        return volume(name, 1, parameters, Optional.empty(), TopologyRequirement.none(), MOUNT);
    }

    static VolumeSpec copy(String name, long gib, ContentSource source) {
        return volume(name, gib, Map.of(), Optional.of(source), TopologyRequirement.none(), MOUNT);
    }

    static VolumeSpec volume(
            String name,
            long gib,
            Map<String, String> parameters,
            Optional<ContentSource> source,
            TopologyRequirement topology,
            VolumeCapability capability) {
        return new VolumeSpec(
                new VolumeName(name), atLeast(gib), List.of(capability), parameters, source, topology, Secrets.none());
    }

    static CapacityRange atLeast(long gib) {
        return new CapacityRange(Optional.of(Bytes.ofGib(gib)), Optional.empty());
    }

    static AttachSpec attachment(VolumeId volume, NodeId node) {
        return attachment(volume, node, MOUNT);
    }

    static AttachSpec attachment(VolumeId volume, NodeId node, VolumeCapability capability) {
        return new AttachSpec(volume, node, capability, false, Map.of(), Secrets.none());
    }

    static SnapshotSpec snapshot(String name, VolumeId source, Map<String, String> parameters) {
        return new SnapshotSpec(new SnapshotName(name), source, parameters, Secrets.none());
    }

    /// How many requests the cloud's services got since the log was reset, logins aside.
    long requests() {
        return emulator.requests().entries().stream()
                .filter(entry -> !entry.service().equals("identity"))
                .count();
    }

    @Override
    public void close() throws IOException {
        backend.close();
        emulator.close();
        Directories.delete(conf.getParent());
    }
}
