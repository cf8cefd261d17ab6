package org.moorage.emulator.cinder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.device.Disks;
import org.moorage.emulator.device.VolumeFiles;
import org.moorage.emulator.http.Rejection;

/// What Nova and the emulator itself may ask of Cinder. Every method is called under the timeline's lock.
public final class BlockStorage {
    static final String DEFAULT_TYPE = "standard";
    private static final Map<String, String> BACKEND = Map.of("volume_backend_name", "file");

    final Store store = new Store(List.of(
            new VolumeType(Store.newId(), "__DEFAULT__", "Default Volume Type", Map.of(), null),
            new VolumeType(Store.newId(), DEFAULT_TYPE, "", BACKEND, null),
            new VolumeType(
                    Store.newId(),
                    "multiattach",
                    "",
                    Map.of("multiattach", "<is> True", "volume_backend_name", "file"),
                    null)));
    final VolumeLife volumes;
    final Retype retype;
    final SnapshotLife snapshots;
    final BackupLife backups;
    final GroupLife groups;
    final AttachmentLife attachments;
    final VolumeFiles files;
    final Timeline timeline;
    final Quota quota;
    final List<String> zones;

    public BlockStorage(Timeline timeline, VolumeFiles files, Disks disks, Quota quota, List<String> zones) {
        this.timeline = timeline;
        this.files = files;
        this.quota = quota;
        this.zones = List.copyOf(zones);
        this.volumes = new VolumeLife(store, timeline, files, disks, quota, this.zones);
        this.retype = new Retype(store, timeline, quota);
        this.snapshots = new SnapshotLife(store, timeline, files, quota);
        this.backups = new BackupLife(store, timeline, files);
        this.groups = new GroupLife(store, timeline, files, quota);
        this.attachments = new AttachmentLife(store, timeline);
    }

    /// A volume as Nova sees it.
    public record Seen(String id, int size, Status status, boolean multiattach) {}

    public Optional<Seen> find(String volumeId) {
        return Optional.ofNullable(store.volumes.get(volumeId))
                .map(volume -> new Seen(
                        volume.id(),
                        volume.size(),
                        volume.status(),
                        volume.flags().multiattach()));
    }

    /// The volume of that id.
    ///
    /// @throws Rejection 404 in Cinder's words
    public Seen require(String volumeId) {
        store.requireVolume(volumeId);
        return find(volumeId).orElseThrow();
    }

    /// Reserves a volume and returns the attachment's id.
    public String reserve(String volumeId, @Nullable String serverId) {
        return attachments.reserve(volumeId, serverId).id();
    }

    public void attaching(String attachmentId) {
        attachments.attaching(attachmentId);
    }

    public void attached(String attachmentId, String device) {
        attachments.attached(attachmentId, device);
    }

    public void beginDetaching(String volumeId) {
        attachments.beginDetaching(volumeId);
    }

    public void rollDetaching(String volumeId) {
        attachments.rollDetaching(volumeId);
    }

    public void remove(String attachmentId) {
        attachments.remove(attachmentId);
    }

    /// Tells which attachments Nova uses, and nobody else may end.
    public void guard(Predicate<String> heldByNova) {
        attachments.guard(heldByNova);
    }

    /// Puts a volume into a state, as an administrator may.
    public void become(String volumeId, Status status) {
        volumes.become(store.requireVolume(volumeId).id(), status);
    }

    /// Adds a type to those the cloud begins with, or replaces the one of that name.
    ///
    /// @param extraSpecs what a backend must be like, of which users see a part
    /// @param qos        the id of the QoS specs that the hypervisor heeds
    public void addType(String name, Map<String, String> extraSpecs, @Nullable String qos) {
        store.put(new VolumeType(Store.newId(), name, "", extraSpecs, qos));
    }

    /// Sets a limit, by Cinder's name of it, such as `gigabytes_standard`; -1 is none.
    public void limit(String name, int limit) {
        quota.set(name, limit);
    }

    public Placement placement(String volumeId) {
        store.requireVolume(volumeId);
        return Optional.ofNullable(store.placements.get(volumeId)).orElseThrow();
    }

    /// The file that holds a volume's data.
    public Path volumeFile(String volumeId) {
        return files.volume(volumeId);
    }

    /// Makes a volume of 1 GiB and returns its id.
    public String make(String name, Map<String, String> metadata) {
        return volumes.create(new VolumeSpec(
                        new Volume.Text(name, ""),
                        Optional.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        metadata,
                        Hints.NONE))
                .id();
    }

    public List<String> volumeIds() {
        return List.copyOf(store.volumes.keySet());
    }

    public List<String> snapshotIds() {
        return List.copyOf(store.snapshots.keySet());
    }

    public List<String> backupIds() {
        return List.copyOf(store.backups.keySet());
    }

    public List<String> groupIds() {
        return List.copyOf(store.groups.keySet());
    }

    public List<String> groupSnapshotIds() {
        return List.copyOf(store.groupSnapshots.keySet());
    }

    /// Says whether a backup service runs.
    public void serveBackups(boolean running) {
        backups.serve(running);
    }

    public List<String> attachmentIds() {
        return List.copyOf(store.attachments.keySet());
    }
}
