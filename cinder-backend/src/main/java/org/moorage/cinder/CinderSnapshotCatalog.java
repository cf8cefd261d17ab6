package org.moorage.cinder;

import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.openstack.blockstorage.BlockSnapshot;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.blockstorage.SnapshotStatus;

/// Lists the snapshots of the cloud that a request chooses.
final class CinderSnapshotCatalog implements SnapshotCatalog {
    private final Clouds clouds;

    CinderSnapshotCatalog(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
        var chosen = query.source()
                .map(volume -> Selection.everything().ofVolume(volume.value()))
                .orElse(Selection.everything());
        CloudPages.Source<BlockSnapshot> source = (cloud, marker, limit) -> CinderFailures.page(
                "list snapshots",
                marker.isPresent(),
                () -> cloud.snapshots().list(chosen.page(marker, limit), deadline));
        // A request without secrets speaks of every cloud, one with the secret of that one.
        var within = query.secrets().find(CinderNames.CLOUD_SECRET).isPresent()
                ? new Clouds(List.of(clouds.of(query.secrets())))
                : clouds;
        return new CloudPages<>(within, source, CinderSnapshotCatalog::shown).across(page);
    }

    @Override
    public Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
        var asked = secrets.find(CinderNames.CLOUD_SECRET).isPresent() ? List.of(clouds.of(secrets)) : clouds.all();
        return asked.stream()
                .flatMap(cloud ->
                        CinderFailures.find(
                                "look up snapshot " + id,
                                () -> cloud.snapshots().show(id.value(), deadline))
                                .stream())
                .findFirst()
                .flatMap(CinderSnapshotCatalog::shown);
    }

    private static Optional<Snapshot> shown(BlockSnapshot snapshot) {
        return snapshot.status() == SnapshotStatus.Known.DELETING
                ? Optional.empty()
                : Optional.of(CinderSnapshots.answer(snapshot));
    }
}
