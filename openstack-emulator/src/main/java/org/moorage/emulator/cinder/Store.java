package org.moorage.emulator.cinder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.moorage.emulator.http.Rejection;

/// All that Cinder knows. Used under the timeline's lock only.
final class Store {
    final Map<String, Volume> volumes = new LinkedHashMap<>();
    final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    final Map<String, Backup> backups = new LinkedHashMap<>();
    final List<GroupType> groupTypes = List.of(
            new GroupType(newId(), "consistent", "Snapshots of one moment"),
            new GroupType(newId(), "default_cgsnapshot_type", "Default group type for migrating cgsnapshot"));
    final Map<String, Group> groups = new LinkedHashMap<>();
    final Map<String, GroupSnapshot> groupSnapshots = new LinkedHashMap<>();
    /// The group that a volume is in, by the volume's id.
    final Map<String, String> groupOf = new LinkedHashMap<>();
    /// The group snapshot that a snapshot belongs to, by the snapshot's id.
    final Map<String, String> groupSnapshotOf = new LinkedHashMap<>();
    final Map<String, Attachment> attachments = new LinkedHashMap<>();
    /// Where each volume is, and what was asked of the scheduler then.
    final Map<String, Placement> placements = new LinkedHashMap<>();
    final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, VolumeType> types = new LinkedHashMap<>();

    Store(Collection<VolumeType> types) {
        types.forEach(type -> this.types.put(type.id(), type));
    }

    void put(VolumeType type) {
        types.values().removeIf(old -> old.name().equals(type.name()));
        types.put(type.id(), type);
    }

    /// Finds a backend for a volume.
    ///
    /// @return whether there is one
    boolean place(String id, Hints hints) {
        var backends = new LinkedHashMap<String, String>();
        placements.forEach((volume, placement) -> {
            if (volumes.containsKey(volume)) {
                placement.backend().ifPresent(backend -> backends.put(volume, backend));
            }
        });
        var chosen = Placement.BACKENDS.stream()
                .filter(backend -> hints.allow(backend, backends))
                .findFirst();
        placements.put(id, new Placement(chosen, hints));
        return chosen.isPresent();
    }

    Volume requireVolume(String id) {
        return require(volumes, id, "Volume " + id + " could not be found.");
    }

    Snapshot requireSnapshot(String id) {
        return require(snapshots, id, "Snapshot " + id + " could not be found.");
    }

    Backup requireBackup(String id) {
        return require(backups, id, "Backup " + id + " could not be found.");
    }

    Group requireGroup(String id) {
        return require(groups, id, "Group " + id + " could not be found.");
    }

    GroupSnapshot requireGroupSnapshot(String id) {
        return require(groupSnapshots, id, "GroupSnapshot " + id + " could not be found.");
    }

    GroupType requireGroupType(String nameOrId) {
        return groupTypes.stream()
                .filter(type -> type.name().equals(nameOrId) || type.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("Group type with name " + nameOrId + " could not be found."));
    }

    void changeGroup(String groupId, UnaryOperator<Group> change) {
        groups.computeIfPresent(groupId, (_, group) -> change.apply(group));
    }

    List<Volume> volumesOf(String groupId) {
        return volumes.values().stream()
                .filter(volume -> groupId.equals(groupOf.get(volume.id())))
                .toList();
    }

    List<Snapshot> membersOf(String groupSnapshotId) {
        return snapshots.values().stream()
                .filter(snapshot -> groupSnapshotId.equals(groupSnapshotOf.get(snapshot.id())))
                .toList();
    }

    Attachment requireAttachment(String id) {
        return require(
                attachments, id, "Volume attachment could not be found with filter: attachment_id = " + id + ".");
    }

    /// A type by its name or id.
    VolumeType requireType(String nameOrId) {
        return types.values().stream()
                .filter(type -> type.name().equals(nameOrId) || type.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("Volume type with name " + nameOrId + " could not be found."));
    }

    VolumeType requireTypeById(String id) {
        return require(types, id, "Volume type " + id + " could not be found.");
    }

    /// Newest first, as Cinder lists them.
    List<VolumeType> types() {
        return new ArrayList<>(types.values()).reversed();
    }

    /// Changes a volume that is still there.
    void change(String volumeId, UnaryOperator<Volume> change) {
        volumes.computeIfPresent(volumeId, (_, volume) -> change.apply(volume));
    }

    void changeSnapshot(String snapshotId, UnaryOperator<Snapshot> change) {
        snapshots.computeIfPresent(snapshotId, (_, snapshot) -> change.apply(snapshot));
    }

    void changeBackup(String backupId, UnaryOperator<Backup> change) {
        backups.computeIfPresent(backupId, (_, backup) -> change.apply(backup));
    }

    boolean hasDependentBackups(String backupId) {
        return backups.values().stream().anyMatch(backup -> backupId.equals(backup.parentId()));
    }

    int usedBackupGigabytes() {
        return backups.values().stream().mapToInt(Backup::size).sum();
    }

    List<Attachment> attachmentsOf(String volumeId) {
        return attachments.values().stream()
                .filter(attachment -> attachment.volumeId().equals(volumeId))
                .toList();
    }

    boolean hasSnapshots(String volumeId) {
        return snapshots.values().stream()
                .anyMatch(snapshot -> snapshot.volumeId().equals(volumeId));
    }

    int usedGigabytes() {
        return volumes.values().stream().mapToInt(Volume::size).sum()
                + snapshots.values().stream().mapToInt(Snapshot::size).sum();
    }

    int usedGigabytes(VolumeType type) {
        return volumesOf(type).stream().mapToInt(Volume::size).sum();
    }

    List<Volume> volumesOf(VolumeType type) {
        return volumes.values().stream()
                .filter(volume -> volume.type().equals(type))
                .toList();
    }

    /// Leaves word for the user of why something failed.
    void tell(Instant now, String resourceType, String resourceId, String code, String text) {
        var id = newId();
        messages.put(
                id,
                new Message(
                        id,
                        "VOLUME_" + resourceType + "_" + code,
                        text,
                        resourceType,
                        resourceId,
                        "req-" + newId(),
                        now));
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private static <T> T require(Map<String, T> map, String id, String missing) {
        var found = map.get(id);
        if (found == null) {
            throw Rejection.notFound(missing);
        }
        return found;
    }
}
