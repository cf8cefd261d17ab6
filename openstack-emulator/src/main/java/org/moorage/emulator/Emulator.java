package org.moorage.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.admin.Admin;
import org.moorage.emulator.cinder.BlockStorage;
import org.moorage.emulator.cinder.Cinder;
import org.moorage.emulator.cinder.Quota;
import org.moorage.emulator.cinder.Status;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.Disks;
import org.moorage.emulator.device.ShareDirectories;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.fault.Faults;
import org.moorage.emulator.http.Front;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Microversion;
import org.moorage.emulator.http.Service;
import org.moorage.emulator.keystone.Accounts;
import org.moorage.emulator.keystone.Keystone;
import org.moorage.emulator.keystone.Tokens;
import org.moorage.emulator.log.RequestLog;
import org.moorage.emulator.manila.Exports;
import org.moorage.emulator.manila.Manila;
import org.moorage.emulator.manila.SharedFileSystem;
import org.moorage.emulator.metadata.Metadata;
import org.moorage.emulator.nova.Compute;
import org.moorage.emulator.nova.Instance;
import org.moorage.emulator.nova.Nova;
import org.moorage.emulator.policy.Policies;

/// A cloud of one project: Keystone, Cinder, Manila, Nova and instance metadata on one loopback address, with the
/// servers
/// k8s-node-1 and k8s-node-2 in the first zone and k8s-node-3 in the last. May be used by many threads.
///
/// ```java
/// try (var cloud = Emulator.start(EmulatorSettings.defaults(directory))) {
///     Files.writeString(file, cloud.cloudConf());
///     …
///     assertThat(cloud.leftovers().none()).isTrue();
/// }
/// ```
public final class Emulator implements AutoCloseable {
    private final Faults faults = new Faults();
    private final RequestLog requests = new RequestLog();
    private final AtomicReference<Accounts> accounts = new AtomicReference<>(Accounts.random());
    private final EmulatorSettings settings;
    private final DataDirectory data;
    private final Disks disks;
    private final Timeline timeline;
    private final Tokens tokens;
    private final BlockStorage storage;
    private final Policies policies = new Policies();
    private final Compute compute;
    private final SharedFileSystem shares;
    private final Front front;
    private volatile String metadataServer;

    private Emulator(EmulatorSettings settings, DataDirectory data) throws IOException {
        this.settings = settings;
        this.data = data;
        var clock = InstantSource.system();
        var files = new VolumeFiles(settings.data());
        disks = new Disks(settings.data(), files, settings.devices() && isRoot());
        data.clear();
        timeline = new Timeline(clock, settings.stateTime(), faults);
        tokens = new Tokens(clock, settings.tokenTime());
        var limits = settings.limits();
        storage = new BlockStorage(
                timeline,
                files,
                disks,
                new Quota(Map.of(
                        "volumes", limits.volumes(), "gigabytes", limits.gigabytes(), "snapshots", limits.snapshots())),
                settings.volumeZones());
        compute = new Compute(timeline, storage, disks, limits.volumesPerServer());
        shares = openShares();
        front = new Front(settings.listen(), settings.requestLatency(), faults, requests);
        metadataServer = addServer("k8s-node-1", settings.zones().getFirst()).id();
        addServer("k8s-node-2", settings.zones().getFirst());
        addServer("k8s-node-3", settings.zones().getLast());
    }

    private SharedFileSystem openShares() throws IOException {
        var directories = new ShareDirectories(settings.data());
        directories.clear();
        var wanted = settings.shares();
        var limits = wanted.limits();
        var exports = new Exports(
                wanted.exports().stream()
                        .map(one -> new Exports.Address(one.host(), one.preferred(), one.adminOnly()))
                        .toList(),
                wanted.monitors(),
                wanted.fileSystem());
        var quota = new org.moorage.emulator.manila.Quota(Map.of(
                "shares", limits.shares(),
                "gigabytes", limits.gigabytes(),
                "snapshots", limits.snapshots(),
                "snapshot_gigabytes", limits.snapshotGigabytes(),
                "per_share_gigabytes", limits.perShareGigabytes()));
        return new SharedFileSystem(timeline, directories, exports, quota, settings.volumeZones());
    }

    /// Starts a cloud, empty but for its servers.
    ///
    /// @throws IOException the address is in use, or the data directory cannot be written or is another cloud's
    public static Emulator start(EmulatorSettings settings) throws IOException {
        var data = DataDirectory.open(settings.data());
        try {
            var emulator = new Emulator(settings, data);
            emulator.serve();
            return emulator;
        } catch (IOException | RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /// Where Keystone is: what a client calls its auth URL.
    public URI authUrl() {
        return front.uri().resolve("/v3");
    }

    /// Where the metadata of one server begins: `/openstack/latest/meta_data.json` follows.
    public URI metadataUrl(String serverId) {
        return front.uri().resolve("/metadata/" + serverId);
    }

    /// A cloud.conf that logs in by application credential.
    public String cloudConf() {
        return conf().byCredential();
    }

    /// A cloud.conf that logs in by name and password.
    public String cloudConfByPassword() {
        return conf().byPassword();
    }

    /// A cloud.conf that logs in by a trust.
    public String cloudConfByTrust() {
        return conf().byTrust();
    }

    public String projectId() {
        return accounts.get().projectId();
    }

    /// The servers, in the order they were made.
    public List<Server> servers() {
        return timeline.locked(() -> compute.servers().reversed().stream()
                .map(server -> new Server(server.id(), server.name(), server.zone()))
                .toList());
    }

    /// Makes another server.
    public Server addServer(String name, String zone) throws IOException {
        var server = new Instance(UUID.randomUUID().toString(), name, zone, timeline.now());
        disks.addServer(server.id());
        timeline.locked(() -> compute.add(server));
        return new Server(server.id(), name, zone);
    }

    /// Gives a server an address in a network; servers begin without any.
    public void connectServer(String serverId, String network, String address) {
        timeline.locked(() -> compute.connect(serverId, network, address));
    }

    /// Deletes a server as a user would; its volumes are available again.
    public void deleteServer(String serverId) {
        timeline.locked(() -> compute.delete(serverId));
    }

    /// Takes a server away without a word to Cinder, which keeps its attachments.
    public void loseServer(String serverId) {
        timeline.locked(() -> compute.lose(serverId));
    }

    /// Makes Nova forget that the server has the volume; Cinder keeps the attachment.
    public void forgetAttachment(String serverId, String volumeId) {
        timeline.locked(() -> compute.forget(serverId, volumeId));
    }

    /// Makes a volume of 1 GiB past the API, as another user of the project may have.
    ///
    /// @return its id
    public String makeVolume(String name, Map<String, String> metadata) {
        return timeline.locked(() -> storage.make(name, metadata));
    }

    /// Chooses the server whose metadata the well-known path shows; the first one until then.
    public void showMetadataOf(String serverId) {
        metadataServer = serverId;
    }

    /// The directory that stands for `/dev/disk/by-id` on a server.
    public Path byId(String serverId) {
        return disks.byId(serverId);
    }

    /// The file that holds a volume's data.
    public Path volumeFile(String volumeId) {
        return storage.volumeFile(volumeId);
    }

    /// Whether attachments show as loop devices.
    public boolean hasDevices() {
        return disks.real();
    }

    /// Puts a volume into a state, as an administrator may; the state as Cinder spells it.
    public void resetVolume(String volumeId, String status) {
        for (var one : Status.values()) {
            if (one.text().equals(status)) {
                timeline.locked(() -> storage.become(volumeId, one));
                return;
            }
        }
        throw new IllegalArgumentException("no such state: " + status);
    }

    /// Where the scheduler put a volume, and what the request for it told the scheduler.
    public VolumePlacement placementOf(String volumeId) {
        return timeline.locked(() -> {
            var placement = storage.placement(volumeId);
            return new VolumePlacement(
                    placement.backend(),
                    placement.hints().sameHost(),
                    placement.hints().differentHost());
        });
    }

    /// Makes a reservation that no server will ever use, as a Nova that died half-way leaves one behind.
    ///
    /// @return Cinder's id of the attachment
    public String reserveVolume(String volumeId, String serverId) {
        return timeline.locked(() -> storage.reserve(volumeId, serverId));
    }

    /// Adds a volume type to `__DEFAULT__`, `standard` and `multiattach`, as an administrator may.
    ///
    /// @param extraSpecs what a backend must be like; a volume becomes of a type with others only by a
    ///     migration
    /// @param qos        the id of QoS specs; none of them changes while a volume is in use
    public void addVolumeType(String name, Map<String, String> extraSpecs, @Nullable String qos) {
        timeline.locked(() -> storage.addType(name, extraSpecs, qos));
    }

    /// Sets a limit of the project, by Cinder's name of it, such as `gigabytes_standard`; -1 is none.
    public void limit(String name, int limit) {
        timeline.locked(() -> storage.limit(name, limit));
    }

    /// Makes a share of 1 GiB past the API, as another user of the project may have.
    ///
    /// @param protocol `NFS` or `CEPHFS`
    /// @return its id
    public String makeShare(String name, String protocol, Map<String, String> metadata) {
        return timeline.locked(() -> shares.make(name, protocol, metadata));
    }

    /// The directory that holds a share's files.
    public Path shareDirectory(String shareId) {
        return shares.directory(shareId);
    }

    /// Puts a share into a state, as an administrator may; the state as Manila spells it.
    public void resetShare(String shareId, String status) {
        timeline.locked(() -> shares.become(shareId, status));
    }

    /// Puts a snapshot of a share into a state, as an administrator may; the state as Manila spells it.
    public void resetShareSnapshot(String snapshotId, String status) {
        timeline.locked(() -> shares.snapshotBecomes(snapshotId, status));
    }

    /// Takes a share away with its rules, as if somebody had deleted it long ago.
    public void loseShare(String shareId) {
        timeline.locked(() -> shares.lose(shareId));
    }

    /// Adds a share type to `default` and `nosnapshots`, as an administrator may.
    ///
    /// @param extraSpecs what a backend must be like; one that no pool reports leaves shares of it in `error`
    public void addShareType(String name, Map<String, String> extraSpecs) {
        timeline.locked(() -> shares.addType(name, extraSpecs));
    }

    /// Adds a type of share groups to `consistent`; a group's shares may be of every share type there is now.
    ///
    /// @return its id
    public String addShareGroupType(String name) {
        return timeline.locked(() -> shares.addGroupType(name));
    }

    /// Makes a share network and returns its id.
    public String addShareNetwork(String name) {
        return timeline.locked(() -> shares.addNetwork(name));
    }

    /// Sets a limit of the project, by Manila's name of it, such as `per_share_gigabytes`; -1 is none.
    public void limitShares(String name, int limit) {
        timeline.locked(() -> shares.limit(name, limit));
    }

    /// What the cloud allows the project's members.
    public Policies policies() {
        return policies;
    }

    /// Makes a further application credential, which {@link #cloudConf} names from now on. The old ones stay good.
    public void addCredential() {
        accounts.updateAndGet(Accounts::withNewCredential);
    }

    /// Deletes all application credentials but the newest, and with them their tokens, as Keystone does.
    public void deleteOldCredentials() {
        accounts.updateAndGet(Accounts::withoutOldCredentials);
        tokens.expireAll();
    }

    /// Gives the user another password, which ends its tokens, as Keystone does.
    public void changePassword(String password) {
        accounts.updateAndGet(now -> now.withPassword(password));
        tokens.expireAll();
    }

    /// Says whether a backup service runs; without one every backup is accepted and ends in `error`.
    public void serveBackups(boolean running) {
        timeline.locked(() -> storage.serveBackups(running));
    }

    /// Makes every token that is out a bad one.
    public void expireTokens() {
        tokens.expireAll();
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog requests() {
        return requests;
    }

    /// What is in the cloud now.
    public Leftovers leftovers() {
        return timeline.locked(() -> new Leftovers(
                storage.volumeIds(),
                storage.snapshotIds(),
                storage.backupIds(),
                storage.groupIds(),
                storage.groupSnapshotIds(),
                storage.attachmentIds(),
                shares.shareIds(),
                shares.snapshotIds(),
                shares.ruleIds(),
                shares.groupIds(),
                shares.groupSnapshotIds(),
                disks.bound()));
    }

    /// Stops answering and takes away every link and loop device. The volume files stay.
    ///
    /// @throws IOException a loop device could not be released; the text says which
    @Override
    public void close() throws IOException {
        front.close();
        timeline.close();
        try (data) {
            disks.close();
        }
    }

    private void serve() {
        var zones = settings.zones();
        var project = accounts.get().projectId();
        var user = accounts.get().user().id();
        var services = new ArrayList<Service>();
        services.add(new Cinder(
                storage, tokens, policies, project, user, settings.limits().page()));
        services.add(new Manila(
                shares,
                tokens,
                policies,
                project,
                user,
                Microversion.parse(settings.shares().version()),
                settings.limits().page()));
        services.add(new Nova(compute, timeline, tokens, project, user, zones));
        services.add(new Metadata("/openstack", timeline, compute, () -> metadataServer));
        services.add(new Metadata("/metadata", timeline, compute, () -> metadataServer));
        services.add(new Admin(faults, requests, this::describeLeftovers, tokens::expireAll));
        services.add(new Keystone(accounts::get, tokens, settings.regions()));
        front.serve(services);
    }

    private JsonNode describeLeftovers() {
        var left = leftovers();
        var body = Json.object();
        left.volumes().forEach(body.putArray("volumes")::add);
        left.snapshots().forEach(body.putArray("snapshots")::add);
        left.backups().forEach(body.putArray("backups")::add);
        left.groups().forEach(body.putArray("groups")::add);
        left.groupSnapshots().forEach(body.putArray("group_snapshots")::add);
        left.attachments().forEach(body.putArray("attachments")::add);
        left.shares().forEach(body.putArray("shares")::add);
        left.shareSnapshots().forEach(body.putArray("share_snapshots")::add);
        left.rules().forEach(body.putArray("access_rules")::add);
        left.shareGroups().forEach(body.putArray("share_groups")::add);
        left.shareGroupSnapshots().forEach(body.putArray("share_group_snapshots")::add);
        var devices = body.putArray("loop_devices");
        left.loopDevices().forEach(device -> devices.add(device.toString()));
        return body;
    }

    private CloudConf conf() {
        return new CloudConf(authUrl(), settings.regions().getFirst(), accounts.get());
    }

    private static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
