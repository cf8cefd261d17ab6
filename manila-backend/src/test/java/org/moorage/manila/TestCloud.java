package org.moorage.manila;

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
import java.util.function.Function;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.ShareSettings;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.Cloud;
import org.moorage.openstack.session.ServiceKind;
import org.moorage.openstack.sharedfilesystem.AccessRule;
import org.moorage.openstack.sharedfilesystem.Share;
import org.moorage.openstack.sharedfilesystem.SharedFileSystem;
import org.moorage.openstack.testing.CutOff;
import org.moorage.openstack.testing.Directories;

/// An emulated cloud with the driver opened on it, and the requests that tests make of it.
final class TestCloud implements AutoCloseable {
    static final VolumeCapability SHARED = new VolumeCapability(
            new VolumeAccess.Mount(Optional.empty(), List.of(), Optional.empty()), AccessMode.MULTI_NODE_MULTI_WRITER);

    /// A class that opens no share to everybody, which would be warned of each time.
    static final Map<String, String> CLASS = Map.of("nfs-shareClient", "10.0.0.0/24");

    final Emulator emulator;
    private final Path conf;
    private final Backend backend;

    private TestCloud(Emulator emulator, Path conf, Backend backend) {
        this.emulator = emulator;
        this.conf = conf;
        this.backend = backend;
    }

    static TestCloud start() {
        return start(Map.of());
    }

    static TestCloud start(Map<String, List<String>> options) {
        return start(ShareSettings.defaults(), options);
    }

    static TestCloud start(ShareSettings shares, Map<String, List<String>> options) {
        return start(shares, _ -> options);
    }

    /// The driver with its own credentials, so that requests need no secrets.
    static TestCloud withOwn(Map<String, List<String>> options) {
        return start(ShareSettings.defaults(), conf -> {
            var all = new LinkedHashMap<>(options);
            all.put("cloud-config", List.of(conf.toString()));
            return all;
        });
    }

    static TestCloud withOwn() {
        return withOwn(Map.of());
    }

    /// @param options the driver's, given where the cloud's cloud.conf is
    private static TestCloud start(ShareSettings shares, Function<Path, Map<String, List<String>>> options) {
        try {
            var settings = EmulatorSettings.defaults(Files.createTempDirectory("cloud"));
            var emulator = Emulator.start(settings.devices(false).shares(shares));
            var conf = Files.writeString(settings.data().resolve("cloud.conf"), emulator.cloudConf());
            return new TestCloud(emulator, conf, open(options.apply(conf)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Backend open(Map<String, List<String>> options) {
        var all = new LinkedHashMap<String, List<String>>();
        all.put("share-protocol-selector", List.of("NFS"));
        all.put("cluster-id", List.of("test"));
        all.putAll(options);
        var surroundings = new Surroundings(
                Set.of(Service.CONTROLLER, Service.NODE), InstantSource.system(), Meters.NONE, "1.2.3", List.of());
        return new ManilaProvider().open(new Settings(all), surroundings);
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

    VolumeCloner volumes() {
        return role(VolumeCloner.class);
    }

    SnapshotProvisioner snapshots() {
        return role(SnapshotProvisioner.class);
    }

    VolumeExpander expander() {
        return role(VolumeExpander.class);
    }

    VolumeModifier modifier() {
        return role(VolumeModifier.class);
    }

    NodeAccessResolver nodes() {
        return role(NodeAccessResolver.class);
    }

    NodePartner partner() {
        return role(NodePartner.class);
    }

    /// What a driver with its own credentials reads.
    Path conf() {
        return conf;
    }

    /// The secrets that a StorageClass of this cloud names.
    Secrets secrets() {
        try {
            var texts = new LinkedHashMap<String, String>();
            for (var line : Files.readAllLines(conf)) {
                var cut = line.indexOf('=');
                if (cut > 0) {
                    var key = SECRET_KEYS.get(line.substring(0, cut).strip());
                    if (key != null) {
                        texts.put(key, line.substring(cut + 1).strip().replace("\"", ""));
                    }
                }
            }
            return Secrets.of(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Map<String, String> SECRET_KEYS = Map.of(
            "auth-url", "os-authURL",
            "region", "os-region",
            "application-credential-id", "os-applicationCredentialID",
            "application-credential-secret", "os-applicationCredentialSecret");

    /// A share of 1 GiB of that name, made.
    Volume made(String name) {
        return volumes().create(volume(name, CLASS), soon());
    }

    VolumeSpec volume(String name, Map<String, String> parameters) {
        return volume(name, 1, parameters, Optional.empty());
    }

    VolumeSpec volume(String name, long gib, Map<String, String> parameters, Optional<ContentSource> source) {
        return new VolumeSpec(
                new VolumeName(name),
                atLeast(gib),
                List.of(SHARED),
                parameters,
                source,
                TopologyRequirement.none(),
                secrets());
    }

    SnapshotSpec snapshot(String name, VolumeId source) {
        return new SnapshotSpec(new SnapshotName(name), source, Map.of(), secrets());
    }

    NodeVolume atNode(VolumeId id, Map<String, String> context, Secrets secrets) {
        return new NodeVolume(id, SHARED, context, Map.of(), secrets);
    }

    static CapacityRange atLeast(long gib) {
        return new CapacityRange(Optional.of(Bytes.ofGib(gib)), Optional.empty());
    }

    NodeId node(int index) {
        return new NodeId(emulator.servers().get(index).id());
    }

    /// The share as Manila shows it to the project.
    Share shown(VolumeId id) {
        return look(manila -> manila.shares().show(id.value(), soon()));
    }

    /// The share's rules, as `10.0.0.0/24 rw`, sorted.
    List<String> rules(VolumeId id) {
        return ruleObjects(id).stream()
                .map(rule -> rule.to() + " " + rule.level())
                .sorted()
                .toList();
    }

    List<AccessRule> ruleObjects(VolumeId id) {
        return look(manila -> manila.accessRules().list(id.value(), soon()));
    }

    <T> T look(Function<SharedFileSystem, T> question) {
        var access = CloudConfiguration.read(List.of(conf)).clouds().get("");
        var client = new Client(InstantSource.system(), Meters.NONE, "test", Set.of(ServiceKind.SHARED_FILE_SYSTEM));
        try (var cloud = Cloud.connect("", Objects.requireNonNull(access), client, soon())) {
            return question.apply(new SharedFileSystem(cloud.sharedFileSystem(), InstantSource.system()));
        }
    }

    /// How many requests have asked Manila for a change so far.
    long writes() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.service().equals("share"))
                .filter(entry -> !entry.method().equals("GET"))
                .count();
    }

    /// How many requests Manila got since the log was reset.
    long requests() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.service().equals("share"))
                .count();
    }

    long logins() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.service().equals("identity"))
                .filter(entry -> entry.method().equals("POST"))
                .count();
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

    @Override
    public void close() throws IOException {
        backend.close();
        emulator.close();
        Directories.delete(conf.getParent());
    }
}
