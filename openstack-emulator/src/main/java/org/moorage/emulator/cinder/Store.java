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
