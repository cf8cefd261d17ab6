package org.moorage.cinder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.inventory.OwnedObject.Kind;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// The volumes and snapshots whose metadata name this cluster (`--cluster`). An operator keeps one of them whatever
/// the cluster says by setting {@link #KEEP} in its metadata, to any value.
final class CinderInventory implements Inventory {
    /// Metadata of what is never removed as an orphan.
    static final String KEEP = CinderNames.DRIVER + "/keep";

    private static final Page.Request ALL = new Page.Request(0, Optional.empty());

    private final Clouds clouds;
    private final DriverSettings settings;

    CinderInventory(Clouds clouds, DriverSettings settings) {
        this.clouds = clouds;
        this.settings = settings;
    }

    @Override
    public Optional<String> mark() {
        return Optional.of(settings.cluster()).filter(text -> !text.isBlank());
    }

    @Override
    public List<OwnedObject> list(Deadline deadline) {
        var owned = new ArrayList<OwnedObject>();
        if (mark().isPresent()) {
            clouds.all().forEach(cloud -> owned.addAll(list(cloud, deadline)));
        }
        return owned;
    }

    private List<OwnedObject> list(CinderCloud cloud, Deadline deadline) {
        var volumes = all(
                cloud,
                (in, marker, limit) -> Answers.page(
                        "list volumes",
                        marker.isPresent(),
                        () -> in.volumes().list(Selection.everything().page(marker, limit), deadline)));
        var snapshots = all(
                cloud,
                (in, marker, limit) -> Answers.page(
                        "list snapshots",
                        marker.isPresent(),
                        () -> in.snapshots().list(Selection.everything().page(marker, limit), deadline)));
        var ofVolume = snapshots.stream().collect(Collectors.groupingBy(BlockSnapshot::volume));
        return Stream.concat(
                        volumes.stream()
                                .filter(volume -> isOurs(volume.metadata()))
                                .map(volume -> shown(cloud, volume, ofVolume.getOrDefault(volume.id(), List.of()))),
                        snapshots.stream()
                                .filter(snapshot -> isOurs(snapshot.metadata()))
                                .map(snapshot -> shown(cloud, snapshot)))
                .toList();
    }

    private static <T> List<T> all(CinderCloud cloud, CloudPages.Source<T> source) {
        return new CloudPages<>(new Clouds(List.of(cloud)), source, (_, volume) -> Optional.of(volume))
                .across(ALL)
                .entries();
    }

    @Override
    public Optional<String> remove(OwnedObject object, Deadline deadline) {
        var cloud = clouds.find(object.cloud())
                .orElseThrow(() -> new Failure.Unavailable("cloud '" + object.cloud() + "' is not open"));
        return switch (object.kind()) {
            case VOLUME -> removeVolume(cloud, object, deadline);
            case SNAPSHOT -> removeSnapshot(cloud, object, deadline);
            case BACKUP -> Optional.of("backups are not removed");
        };
    }

    private Optional<String> removeVolume(CinderCloud cloud, OwnedObject object, Deadline deadline) {
        var what = "look at volume " + object.id();
        var now = Answers.find(what, () -> cloud.volumes().show(object.id(), deadline));
        if (now.isEmpty()) {
            return Optional.empty();
        }
        var snapshots = Answers.read(
                        what,
                        () -> cloud.snapshots().list(Selection.everything().ofVolume(object.id()), deadline))
                .entries();
        var against =
                against(object, shown(cloud, now.get(), snapshots), now.get().metadata());
        if (against.isEmpty()) {
            VolumeRemoval.sparing(settings.cluster()).delete(cloud, object.id(), deadline);
        }
        return against;
    }

    private Optional<String> removeSnapshot(CinderCloud cloud, OwnedObject object, Deadline deadline) {
        var now = Answers.find(
                "look at snapshot " + object.id(), () -> cloud.snapshots().show(object.id(), deadline));
        if (now.isEmpty()) {
            return Optional.empty();
        }
        var against = against(object, shown(cloud, now.get()), now.get().metadata());
        if (against.isEmpty()) {
            SnapshotRemoval.delete(cloud, object.id(), deadline);
        }
        return against;
    }

    private Optional<String> against(OwnedObject listed, OwnedObject now, Map<String, String> metadata) {
        if (!isOurs(metadata)) {
            return Optional.of("it does not bear the mark of this cluster any more");
        }
        if (!now.name().equals(listed.name()) || !now.createdAt().equals(listed.createdAt())) {
            return Optional.of("it is not what was listed");
        }
        return now.held();
    }

    private boolean isOurs(Map<String, String> metadata) {
        return mark().isPresent() && settings.cluster().equals(metadata.get(CinderNames.CLUSTER));
    }

    private static OwnedObject shown(CinderCloud cloud, BlockVolume volume, List<BlockSnapshot> snapshots) {
        return new OwnedObject(
                Kind.VOLUME,
                cloud.name(),
                volume.id(),
                volume.name(),
                volume.size(),
                volume.createdAt(),
                origin(volume.metadata(), "pvc/namespace", "pvc/name"),
                held(volume, snapshots));
    }

    private static OwnedObject shown(CinderCloud cloud, BlockSnapshot snapshot) {
        var settled =
                snapshot.status() == SnapshotStatus.Known.AVAILABLE || snapshot.status() == SnapshotStatus.Known.ERROR;
        return new OwnedObject(
                Kind.SNAPSHOT,
                cloud.name(),
                snapshot.id(),
                snapshot.name(),
                snapshot.size(),
                snapshot.createdAt(),
                origin(snapshot.metadata(), "volumesnapshot/namespace", "volumesnapshot/name"),
                kept(snapshot.metadata())
                        .or(() -> settled
                                ? Optional.empty()
                                : Optional.of("status " + snapshot.status().text())));
    }

    private static Optional<String> held(BlockVolume volume, List<BlockSnapshot> snapshots) {
        if (!volume.attachments().isEmpty()) {
            return Optional.of("attached to "
                    + volume.attachments().stream()
                            .map(BlockVolume.ServerAttachment::server)
                            .collect(Collectors.joining(", ")));
        }
        if (volume.status() != VolumeStatus.Known.AVAILABLE && volume.status() != VolumeStatus.Known.ERROR) {
            return Optional.of("status " + volume.status().text());
        }
        if (!snapshots.isEmpty()) {
            return Optional.of("has snapshots: "
                    + snapshots.stream().map(BlockSnapshot::id).collect(Collectors.joining(", ")));
        }
        return kept(volume.metadata());
    }

    private static Optional<String> kept(Map<String, String> metadata) {
        return metadata.containsKey(KEEP) ? Optional.of("kept by its metadata " + KEEP) : Optional.empty();
    }

    private static Optional<String> origin(Map<String, String> metadata, String namespace, String name) {
        return Optional.ofNullable(metadata.get("csi.storage.k8s.io/" + name))
                .map(text -> metadata.getOrDefault("csi.storage.k8s.io/" + namespace, "?") + "/" + text);
    }
}
