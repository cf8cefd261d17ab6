package org.moorage.emulator.manila;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.ShareDirectories;

/// What the emulator itself may ask of Manila. Every method is called under the timeline's lock.
public final class SharedFileSystem {
    /// The type of a share that names none.
    static final String DEFAULT_TYPE = "default";

    final Store store = new Store(List.of(
            new ShareType(
                    Store.newId(),
                    DEFAULT_TYPE,
                    null,
                    specs(
                            ShareType.SERVERS, "False",
                            ShareType.SNAPSHOTS, "True",
                            ShareType.FROM_SNAPSHOTS, "True"),
                    true),
            new ShareType(Store.newId(), "nosnapshots", null, specs(ShareType.SERVERS, "False"), true)));
    final Lives lives;
    final Pools pools;
    final Quota quota;
    final Timeline timeline;
    private final ShareDirectories directories;

    /// The ways of the objects.
    record Lives(ShareLife shares, SnapshotLife snapshots, AccessLife access, GroupLife groups) {}

    public SharedFileSystem(
            Timeline timeline, ShareDirectories directories, Exports exports, Quota quota, List<String> zones) {
        this.timeline = timeline;
        this.directories = directories;
        this.quota = quota;
        this.pools = new Pools(store, zones, timeline.now());
        var shares = new ShareLife(store, timeline, directories, exports, quota, pools);
        this.lives = new Lives(
                shares,
                new SnapshotLife(store, timeline, directories, quota),
                new AccessLife(store, timeline),
                new GroupLife(store, timeline, directories, shares, pools, quota));
        addGroupType("consistent");
    }

    /// Adds a type of share groups, whose shares may be of every type there is now, and returns its id.
    public String addGroupType(String name) {
        var types = store.types().stream().map(ShareType::id).toList();
        var type = new ShareGroupType(Store.newId(), name, Map.of(), types);
        store.groupTypes.put(type.id(), type);
        return type.id();
    }

    /// Adds a type to those the cloud begins with, or replaces the one of that name.
    ///
    /// @param extraSpecs what a backend must be like; one that no pool reports leaves shares of it in `error`
    public void addType(String name, Map<String, String> extraSpecs) {
        store.put(new ShareType(Store.newId(), name, null, extraSpecs, true));
    }

    /// Makes a share network and returns its id.
    public String addNetwork(String name) {
        var network = new ShareNetwork(Store.newId(), name, timeline.now());
        store.networks.put(network.id(), network);
        return network.id();
    }

    /// Sets a limit, by Manila's name of it, such as `gigabytes`; -1 is none.
    public void limit(String name, int limit) {
        quota.set(name, limit);
    }

    /// Makes a share of 1 GiB and returns its id.
    public String make(String name, String protocol, Map<String, String> metadata) {
        var spec = new ShareSpec(
                new Share.Text(name, null),
                protocol,
                1,
                store.findType(DEFAULT_TYPE).orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                new Share.Origin(null, null, null),
                metadata);
        return lives.shares().create(spec, null).id();
    }

    /// Puts a share into a state, as an administrator may.
    public void become(String shareId, String status) {
        store.requireShare(shareId);
        lives.shares().become(shareId, Status.of(status));
    }

    /// Puts a snapshot into a state, as an administrator may.
    public void snapshotBecomes(String snapshotId, String status) {
        Store.requirePage(store.snapshots, snapshotId);
        lives.snapshots().become(snapshotId, Status.of(status));
    }

    /// Takes a share away with all that belongs to it, without a word and without its directory.
    public void lose(String shareId) {
        store.forget(shareId);
    }

    /// The directory that holds a share's files.
    public Path directory(String shareId) {
        return directories.share(shareId);
    }

    public List<String> shareIds() {
        return List.copyOf(store.shares.keySet());
    }

    public List<String> snapshotIds() {
        return List.copyOf(store.snapshots.keySet());
    }

    public List<String> groupIds() {
        return List.copyOf(store.groups.keySet());
    }

    public List<String> groupSnapshotIds() {
        return List.copyOf(store.groupSnapshots.keySet());
    }

    public List<String> ruleIds() {
        return List.copyOf(store.rules.keySet());
    }

    private static Map<String, String> specs(String... pairs) {
        var specs = new LinkedHashMap<String, String>();
        var words = new ArrayList<>(List.of(pairs));
        while (!words.isEmpty()) {
            specs.put(words.removeFirst(), words.removeFirst());
        }
        return specs;
    }
}
