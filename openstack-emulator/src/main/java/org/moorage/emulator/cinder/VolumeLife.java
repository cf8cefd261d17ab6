package org.moorage.emulator.cinder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.Disks;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.http.Rejection;

/// How volumes come, grow and go. Every method is called under the timeline's lock.
final class VolumeLife {
    private static final Set<Status> DELETABLE = Set.of(Status.AVAILABLE, Status.ERROR, Status.ERROR_EXTENDING);
    private static final String NOT_DELETABLE =
            "Invalid volume: Volume status must be available or error or error_restoring or error_extending or"
                    + " error_managing and must not be migrating, attached, belong to a group, have snapshots,"
                    + " awaiting a transfer, or be disassociated from snapshots after volume transfer.";

    private static final String NOWHERE = "schedule allocate volume:Could not find any available weighted backend.";

    private final Store store;
    private final Timeline timeline;
    private final VolumeFiles files;
    private final Disks disks;
    private final Quota quota;
    private final List<String> zones;

    VolumeLife(Store store, Timeline timeline, VolumeFiles files, Disks disks, Quota quota, List<String> zones) {
        this.store = store;
        this.timeline = timeline;
        this.files = files;
        this.disks = disks;
        this.quota = quota;
        this.zones = zones;
    }

    /// Where the id of the backup stands that a volume was filled with.
    static final String SOURCE_BACKUP = "src_backup_id";

    /// What a volume starts with: data to copy, and what follows from where they come.
    private record Source(
            Volume.Origin origin,
            @Nullable Path data,
            int size,
            @Nullable VolumeType type,
            @Nullable String zone,
            @Nullable String backup) {}

    /// A new volume in state creating.
    Volume create(VolumeSpec spec) {
        var source = source(spec);
        var size = size(spec, source);
        var type = type(spec, source);
        var zone = zone(spec, source);
        quota.checkVolume(store, type, size);
        var volume = new Volume(
                Store.newId(),
                spec.text(),
                size,
                Status.CREATING,
                zone,
                type,
                new Volume.Flags(false, null, type.multiattach()),
                source.origin(),
                spec.metadata(),
                timeline.now(),
                null);
        store.volumes.put(volume.id(), volume);
        if (!store.place(volume.id(), spec.hints())) {
            Runnable refuse = () -> {
                become(volume.id(), Status.ERROR);
                store.tell(timeline.now(), "VOLUME", volume.id(), "001_003", NOWHERE);
            };
            timeline.later(Operation.CREATE_VOLUME, () -> {}, refuse, refuse);
            return volume;
        }
        restoring(source, Status.RESTORING);
        timeline.later(
                Operation.CREATE_VOLUME,
                () -> fill(volume, source.data()),
                () -> {
                    restoring(source, Status.AVAILABLE);
                    markSource(volume, source);
                    become(volume.id(), Status.AVAILABLE);
                },
                () -> {
                    restoring(source, Status.AVAILABLE);
                    become(volume.id(), Status.ERROR);
                    store.tell(
                            timeline.now(),
                            "VOLUME",
                            volume.id(),
                            "008_012",
                            "create volume from backend storage:Driver failed to create the volume.");
                });
        return volume;
    }

    private void restoring(Source source, Status status) {
        if (source.backup() != null) {
            store.changeBackup(source.backup(), old -> old.with(status, timeline.now()));
        }
    }

    private void markSource(Volume volume, Source source) {
        if (source.backup() != null) {
            var metadata = new HashMap<>(volume.metadata());
            metadata.put(SOURCE_BACKUP, source.backup());
            store.change(volume.id(), old -> old.with(metadata, timeline.now()));
        }
    }

    /// Begins to delete a volume that is fit for it.
    ///
    /// @param cascade snapshots go with it
    void delete(String id, boolean cascade) {
        var volume = store.requireVolume(id);
        if (!DELETABLE.contains(volume.status())
                || !store.attachmentsOf(id).isEmpty()
                || store.groupOf.containsKey(id)
                || (!cascade && store.hasSnapshots(id))) {
            throw Rejection.badRequest(NOT_DELETABLE);
        }
        var snapshots = store.snapshots.values().stream()
                .filter(snapshot -> snapshot.volumeId().equals(id))
                .map(Snapshot::id)
                .toList();
        snapshots.forEach(snapshot -> store.changeSnapshot(snapshot, old -> old.with(Status.DELETING, timeline.now())));
        become(id, Status.DELETING);
        timeline.later(
                Operation.DELETE_VOLUME,
                () -> {
                    for (var snapshot : snapshots) {
                        files.delete(files.snapshot(snapshot));
                    }
                    files.delete(files.volume(id));
                },
                () -> {
                    snapshots.forEach(store.snapshots::remove);
                    store.volumes.remove(id);
                },
                () -> become(id, Status.ERROR_DELETING));
    }

    /// Begins to grow a volume that is fit for it.
    ///
    /// @param attachedToo whether a volume in use may grow (3.42)
    void extend(String id, int newSize, boolean attachedToo) {
        var volume = store.requireVolume(id);
        if (newSize <= volume.size()) {
            throw Rejection.badRequest(
                    "Invalid input received: New size for extend must be greater than current size. (current: "
                            + volume.size() + ", extended: " + newSize + ").");
        }
        var before = volume.status();
        if (before != Status.AVAILABLE && !(attachedToo && before == Status.IN_USE)) {
            throw Rejection.badRequest("Invalid volume: Volume " + id
                    + " status must be '{'status': 'available'}' to extend, currently " + before + ".");
        }
        quota.checkGrowth(store, volume, newSize);
        become(id, Status.EXTENDING);
        timeline.later(
                Operation.EXTEND_VOLUME,
                () -> {
                    files.size(files.volume(id), newSize);
                    disks.grow(id);
                },
                () -> store.change(id, old -> old.with(newSize, timeline.now()).with(before, timeline.now())),
                () -> {
                    become(id, Status.ERROR_EXTENDING);
                    store.tell(
                            timeline.now(),
                            "VOLUME",
                            id,
                            "007_010",
                            "extend volume:Volume Driver failed to extend volume.");
                });
    }

    /// Switches the read-only flag of a volume that is not in use.
    void readOnly(String id, boolean on) {
        var volume = store.requireVolume(id);
        if (volume.status() != Status.AVAILABLE) {
            throw Rejection.badRequest("Invalid volume: Volume " + id
                    + " status must be available to update readonly flag, but current status is: " + volume.status()
                    + ".");
        }
        store.change(id, old -> old.with(old.flags().readOnly(on), timeline.now()));
    }

    void bootable(String id, boolean on) {
        store.change(id, old -> old.with(old.flags().bootable(on), timeline.now()));
    }

    Instant now() {
        return timeline.now();
    }

    void become(String id, Status status) {
        store.change(id, old -> old.with(status, timeline.now()));
    }

    private void fill(Volume volume, @Nullable Path data) throws IOException {
        var file = files.volume(volume.id());
        if (data != null) {
            files.copy(data, file);
        }
        files.size(file, volume.size());
    }

    private Source source(VolumeSpec spec) {
        if (spec.snapshotId().isPresent()) {
            var snapshot = store.requireSnapshot(spec.snapshotId().get());
            if (snapshot.status() != Status.AVAILABLE) {
                throw Rejection.badRequest(
                        "Invalid snapshot: Originating snapshot status must be one of" + " 'available' values");
            }
            var parent = Optional.ofNullable(store.volumes.get(snapshot.volumeId()));
            return new Source(
                    new Volume.Origin(snapshot.id(), null),
                    files.snapshot(snapshot.id()),
                    snapshot.size(),
                    parent.map(Volume::type).orElse(null),
                    parent.map(Volume::zone).orElse(null),
                    null);
        }
        if (spec.sourceId().isPresent()) {
            var volume = store.requireVolume(spec.sourceId().get());
            if (volume.status() != Status.AVAILABLE && volume.status() != Status.IN_USE) {
                throw Rejection.badRequest("Invalid volume: Originating source volume status must be one of"
                        + " 'available, in-use' values");
            }
            return new Source(
                    new Volume.Origin(null, volume.id()),
                    files.volume(volume.id()),
                    volume.size(),
                    volume.type(),
                    volume.zone(),
                    null);
        }
        return restorable(spec.backupId())
                .map(backup -> new Source(
                        new Volume.Origin(null, null),
                        files.backup(backup.id()),
                        backup.size(),
                        null,
                        null,
                        backup.id()))
                .orElseGet(() -> new Source(new Volume.Origin(null, null), null, 0, null, null, null));
    }

    private Optional<Backup> restorable(Optional<String> id) {
        return id.map(store::requireBackup).map(backup -> {
            if (backup.status() != Status.AVAILABLE) {
                throw Rejection.badRequest(
                        "Invalid backup: Originating backup status must be one of 'available' values");
            }
            return backup;
        });
    }

    private static int size(VolumeSpec spec, Source source) {
        int size = spec.size().orElse(source.size());
        if (size >= source.size()) {
            return size;
        }
        if (source.backup() != null) {
            throw Rejection.badRequest("Invalid input received: Volume size " + size
                    + "GB cannot be smaller than the backup size " + source.size()
                    + "GB. It must be >= backup size.");
        }
        throw Rejection.badRequest(
                source.origin().snapshotId() != null
                        ? ("Invalid input received: Volume size '%d'GB cannot be smaller than the snapshot size %dGB."
                                        + " They must be >= original snapshot size.")
                                .formatted(size, source.size())
                        : ("Invalid input received: Volume size '%d'GB cannot be smaller than original volume size "
                                        + " %dGB. They must be >= original volume size.")
                                .formatted(size, source.size()));
    }

    private VolumeType type(VolumeSpec spec, Source source) {
        if (spec.type().isPresent()) {
            return store.requireType(spec.type().get());
        }
        return source.type() != null ? source.type() : store.requireType(BlockStorage.DEFAULT_TYPE);
    }

    private String zone(VolumeSpec spec, Source source) {
        var zone = spec.zone().orElse(source.zone() != null ? source.zone() : zones.getFirst());
        if (!zones.contains(zone)) {
            throw Rejection.badRequest("Availability zone '" + zone + "' is invalid.");
        }
        if (source.zone() != null && !source.zone().equals(zone)) {
            throw Rejection.badRequest("Invalid input received: Volume must be in the same availability zone as the "
                    + (source.origin().snapshotId() != null ? "snapshot" : "source volume"));
        }
        return zone;
    }
}
