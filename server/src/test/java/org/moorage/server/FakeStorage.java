package org.moorage.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.plugin.StatusReport;
import org.moorage.api.plugin.StatusReporter;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotId;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotName;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Capacity;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Expansion;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.ModifySpec;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeName;
import org.moorage.api.volume.VolumeSpec;

/// All roles, in memory.
public final class FakeStorage
        implements VolumeCloner,
                VolumeExpander,
                VolumeModifier,
                CapacityReporter,
                VolumeAttacher,
                VolumeHealth,
                SnapshotProvisioner,
                SnapshotCatalog,
                GroupSnapshots,
                NodeAccessResolver,
                NodeIdentitySource,
                StatusReporter {
    public static final String NODE = "node-1";
    public static final Topology ZONE = new Topology(Map.of("topology.fake/zone", "z1"));

    private final Script script;
    private Health health = Health.GOOD;
    private VolumeLimit limit = new VolumeLimit.Fixed(26);
    private final Map<VolumeName, Volume> volumes = new LinkedHashMap<>();
    private final Map<VolumeId, NodeId> attachments = new LinkedHashMap<>();
    private final Map<SnapshotName, Snapshot> snapshots = new LinkedHashMap<>();
    private final Map<SnapshotName, GroupSnapshot> groupSnapshots = new LinkedHashMap<>();
    private final List<VolumeSpec> specs = new ArrayList<>();
    private final List<ModifySpec> modifications = new ArrayList<>();
    private final List<CapacityQuery> queries = new CopyOnWriteArrayList<>();
    private int made;

    private volatile @Nullable StatusReport report = new StatusReport(List.of(), List.of());

    FakeStorage(Script script) {
        this.script = script;
    }

    /// What it says from now on that it has going on; null breaks its promise.
    public void reports(@Nullable StatusReport now) {
        report = now;
    }

    @Override
    public StatusReport report() {
        script.enter("report", Deadline.after(Duration.ZERO, InstantSource.system()));
        return report;
    }

    /// The changes asked for so far.
    public List<ModifySpec> modifications() {
        return modifications;
    }

    /// The questions for room so far.
    public List<CapacityQuery> queries() {
        return queries;
    }

    /// The volumes asked for so far.
    public List<VolumeSpec> specs() {
        return specs;
    }

    @Override
    public Volume create(VolumeSpec spec, Deadline deadline) {
        script.enter("create", deadline);
        synchronized (this) {
            requireKnown(spec.mutableParameters());
            specs.add(spec);
            spec.source().ifPresent(this::require);
            var known = volumes.get(spec.name());
            if (known != null) {
                if (!spec.capacity().contains(known.capacity())) {
                    throw new Failure.Conflict("volume " + spec.name() + " has " + known.capacity());
                }
                return known;
            }
            var volume = new Volume(
                    new VolumeId("vol-" + ++made),
                    Bytes.ofGib(spec.capacity().wholeGib(1)),
                    Map.of("made-by", "fake"),
                    List.of(ZONE),
                    spec.source());
            volumes.put(spec.name(), volume);
            return volume;
        }
    }

    private void require(ContentSource source) {
        switch (source) {
            case ContentSource.FromSnapshot from ->
                snapshot(from.snapshot()).orElseThrow(() -> new Failure.NotFound("no snapshot " + from.snapshot()));
            case ContentSource.FromVolume from -> require(from.volume());
        }
    }

    private Volume require(VolumeId id) {
        return volume(id).orElseThrow(() -> new Failure.NotFound("there is no volume " + id));
    }

    private Optional<Volume> volume(VolumeId id) {
        return volumes.values().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private Optional<Snapshot> snapshot(SnapshotId id) {
        return snapshots.values().stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public void delete(VolumeId id, Secrets secrets, Deadline deadline) {
        script.enter("delete", deadline);
        synchronized (this) {
            volumes.values().removeIf(one -> one.id().equals(id));
        }
    }

    @Override
    public synchronized Verdict examine(
            VolumeId id,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Secrets secrets,
            Deadline deadline) {
        script.enter("examine", deadline);
        require(id);
        return capabilities.stream().anyMatch(one -> one.mode().multiNode())
                ? new Verdict.Refused("only one node at a time")
                : new Verdict.Confirmed();
    }

    @Override
    public Expansion expand(ExpandSpec spec, Deadline deadline) {
        script.enter("expand", deadline);
        synchronized (this) {
            var old = require(spec.volume());
            var size = Bytes.ofGib(spec.capacity().wholeGib(1));
            volumes.replaceAll((_, one) ->
                    one == old ? new Volume(old.id(), size, old.context(), old.accessible(), old.source()) : one);
            return new Expansion(size, true);
        }
    }

    /// Knows the parameter `tier` alone.
    @Override
    public void modify(ModifySpec spec, Deadline deadline) {
        script.enter("modify", deadline);
        synchronized (this) {
            require(spec.volume());
            requireKnown(spec.parameters());
            modifications.add(spec);
        }
    }

    private static void requireKnown(Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(key -> !key.equals("tier"))
                .findFirst()
                .ifPresent(key -> {
                    throw new Failure.Invalid("parameter '" + key + "' is unknown");
                });
    }

    @Override
    public Capacity capacity(CapacityQuery query, Deadline deadline) {
        script.enter("capacity", deadline);
        queries.add(query);
        return new Capacity(Bytes.ofGib(100), Bytes.ofGib(40), Bytes.ofGib(1));
    }

    @Override
    public Map<String, String> attach(AttachSpec spec, Deadline deadline) {
        script.enter("attach", deadline);
        synchronized (this) {
            require(spec.volume());
            if (!spec.node().value().equals(NODE)) {
                throw new Failure.NotFound("there is no node " + spec.node());
            }
            attachments.put(spec.volume(), spec.node());
            return Map.of("DevicePath", "/dev/vdb");
        }
    }

    @Override
    public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {
        script.enter("detach", deadline);
        synchronized (this) {
            attachments.remove(volume);
        }
    }

    @Override
    public synchronized Page<PublishedVolume> list(Page.Request page, Deadline deadline) {
        script.enter("list", deadline);
        return page(volumes.values().stream().map(this::published).toList(), page);
    }

    private PublishedVolume published(Volume volume) {
        var nodes = attachments.containsKey(volume.id()) ? Set.of(attachments.get(volume.id())) : Set.<NodeId>of();
        return new PublishedVolume(volume, nodes, health);
    }

    /// Makes all volumes be like that.
    public synchronized void fall(Health ill) {
        health = ill;
    }

    /// Makes the limit of volumes be that.
    public synchronized void limit(VolumeLimit other) {
        limit = other;
    }

    private static <T> Page<T> page(List<T> all, Page.Request page) {
        var start = page.start().map(FakeStorage::index).orElse(0);
        var end = page.limit() == 0 ? all.size() : Math.min(all.size(), start + page.limit());
        return new Page<>(
                all.subList(Math.min(start, end), end),
                end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
    }

    private static int index(String token) {
        if (!token.matches("[0-9]+")) {
            throw new Failure.Aborted("'" + token + "' is the token of no listing");
        }
        return Integer.parseInt(token);
    }

    @Override
    public synchronized Optional<PublishedVolume> find(VolumeId id, Deadline deadline) {
        script.enter("find", deadline);
        return volume(id).map(this::published);
    }

    @Override
    public Snapshot create(SnapshotSpec spec, Deadline deadline) {
        script.enter("createSnapshot", deadline);
        synchronized (this) {
            var known = snapshots.get(spec.name());
            if (known != null && !known.source().equals(spec.source())) {
                throw new Failure.Conflict("snapshot " + spec.name() + " is of " + known.source());
            }
            var size = require(spec.source()).capacity();
            return snapshots.computeIfAbsent(
                    spec.name(),
                    _ -> new Snapshot(
                            new SnapshotId("snap-" + ++made),
                            spec.source(),
                            size,
                            Instant.ofEpochSecond(1_700_000_000L, 5),
                            true));
        }
    }

    @Override
    public void delete(SnapshotId id, Secrets secrets, Deadline deadline) {
        script.enter("deleteSnapshot", deadline);
        synchronized (this) {
            snapshots.values().removeIf(one -> one.id().equals(id));
        }
    }

    @Override
    public synchronized Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
        script.enter("listSnapshots", deadline);
        return page(
                snapshots.values().stream()
                        .filter(one -> query.source().stream().allMatch(one.source()::equals))
                        .toList(),
                page);
    }

    @Override
    public synchronized Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
        script.enter("findSnapshot", deadline);
        return snapshot(id);
    }

    @Override
    public GroupSnapshot create(GroupSnapshotSpec spec, Deadline deadline) {
        script.enter("createGroupSnapshot", deadline);
        synchronized (this) {
            var known = groupSnapshots.get(spec.name());
            if (known != null) {
                return known;
            }
            var id = new GroupSnapshotId("group-" + ++made);
            var time = Instant.ofEpochSecond(1_700_000_000L, 5);
            var members = spec.sources().stream()
                    .map(source -> new Snapshot(
                            new SnapshotId("snap-" + ++made),
                            source,
                            require(source).capacity(),
                            time,
                            true,
                            Optional.of(id)))
                    .toList();
            var taken = new GroupSnapshot(id, members, time, true);
            groupSnapshots.put(spec.name(), taken);
            return taken;
        }
    }

    @Override
    public void delete(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        script.enter("deleteGroupSnapshot", deadline);
        synchronized (this) {
            groupSnapshots.values().removeIf(one -> one.id().equals(id));
        }
    }

    @Override
    public synchronized Optional<GroupSnapshot> find(GroupSnapshotId id, Secrets secrets, Deadline deadline) {
        script.enter("findGroupSnapshot", deadline);
        return groupSnapshots.values().stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    @Override
    public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
        script.enter("resolve", deadline);
        return new NodeAccess.BlockDevice(volume.id().value(), Optional.empty(), "ext4");
    }

    @Override
    public NodeIdentity identity(Deadline deadline) {
        script.enter("identity", deadline);
        return new NodeIdentity(new NodeId(NODE), limit, Optional.of(ZONE));
    }
}
