package org.moorage.cinder;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.Selection;
import org.moorage.openstack.http.Listing;

/// Lists the snapshots and the backups of the cloud that a request chooses: of each cloud first the snapshots, then
/// the backups.
final class CinderSnapshotCatalog implements SnapshotCatalog {
    /// What stands before Cinder's marker while the backups are being listed.
    private static final String BACKUPS = "backups~";

    private final Clouds clouds;

    CinderSnapshotCatalog(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
        var chosen = query.source()
                .map(volume -> Selection.everything().ofVolume(volume.value()))
                .orElse(Selection.everything());
        CloudPages.Source<Copy> source = (cloud, marker, limit) -> marker.filter(text -> text.startsWith(BACKUPS))
                .map(text -> text.substring(BACKUPS.length()))
                .map(text ->
                        backups(cloud, chosen.page(Optional.of(text).filter(id -> !id.isEmpty()), limit), deadline))
                .orElseGet(() -> snapshots(cloud, chosen.page(marker, limit), deadline));
        // A request without secrets speaks of every cloud, one with the secret of that one.
        var within = query.secrets().find(CinderNames.CLOUD_SECRET).isPresent()
                ? new Clouds(List.of(clouds.of(query.secrets())))
                : clouds;
        return new CloudPages<>(within, source, (_, copy) -> copy.shown()).across(page);
    }

    private static Listing<Copy> snapshots(CinderCloud cloud, Selection selection, Deadline deadline) {
        var page = Answers.page(
                "list snapshots",
                selection.marker().isPresent(),
                () -> cloud.snapshots().list(selection, deadline));
        page.entries().forEach(entry -> cloud.kinds().learn(entry.id(), SnapshotKinds.Kind.SNAPSHOT));
        return new Listing<>(copies(page, Copy.OfSnapshot::new), page.next().or(() -> Optional.of(BACKUPS)));
    }

    private static Listing<Copy> backups(CinderCloud cloud, Selection selection, Deadline deadline) {
        var page = Answers.page(
                "list backups",
                selection.marker().isPresent(),
                () -> cloud.backups().list(selection, deadline));
        page.entries().forEach(entry -> cloud.kinds().learn(entry.id(), SnapshotKinds.Kind.BACKUP));
        return new Listing<>(copies(page, Copy.OfBackup::new), page.next().map(BACKUPS::concat));
    }

    private static <T> List<Copy> copies(Listing<T> page, Function<T, Copy> copy) {
        return page.entries().stream().map(copy).toList();
    }

    @Override
    public Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
        var asked = secrets.find(CinderNames.CLOUD_SECRET).isPresent() ? List.of(clouds.of(secrets)) : clouds.all();
        return asked.stream()
                .flatMap(cloud -> Copy.find(cloud, "look up snapshot " + id, id.value(), deadline).stream())
                .findFirst()
                .flatMap(Copy::shown);
    }
}
