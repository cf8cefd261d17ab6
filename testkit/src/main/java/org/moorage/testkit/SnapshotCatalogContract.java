package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link SnapshotCatalog}.
public abstract class SnapshotCatalogContract {
    private static final Page.Request ALL = new Page.Request(0, Optional.empty());

    /// For subclasses.
    protected SnapshotCatalogContract() {}

    /// The role of a backend whose cloud held no snapshot when the test began.
    protected abstract SnapshotCatalog catalog();

    /// A new volume.
    protected abstract VolumeId volume();

    /// A new snapshot of that volume, taken to its end.
    protected abstract SnapshotId snapshot(VolumeId volume);

    /// Deletes the snapshot.
    protected abstract void delete(SnapshotId snapshot);

    /// Begins to delete the snapshot, and does not come to an end of it while the test runs.
    protected abstract void beginToDelete(SnapshotId snapshot);

    private Page<Snapshot> list(Optional<VolumeId> source, Page.Request page) {
        return catalog().list(new SnapshotQuery(source, Secrets.none()), page, Requests.soon());
    }

    private Optional<Snapshot> find(SnapshotId id) {
        return catalog().find(id, Secrets.none(), Requests.soon());
    }

    private static List<SnapshotId> ids(Page<Snapshot> page) {
        return page.entries().stream().map(Snapshot::id).toList();
    }

    @Test
    void listingAndFindingTellTheSame() {
        var volume = volume();
        var id = snapshot(volume);

        var listed = list(Optional.empty(), ALL).entries().getFirst();

        assertThat(find(id)).contains(listed);
        assertThat(listed.source()).isEqualTo(volume);
        assertThat(listed.readyToUse()).isTrue();
    }

    @Test
    void listingOfOneVolumeHoldsItsSnapshotsAlone() {
        var one = volume();
        var other = volume();
        var first = snapshot(one);
        var second = snapshot(one);
        var third = snapshot(other);

        assertThat(ids(list(Optional.of(one), ALL))).containsExactlyInAnyOrder(first, second);
        assertThat(ids(list(Optional.of(other), ALL))).containsExactly(third);
        assertThat(list(Optional.of(new VolumeId("no-such-volume")), ALL).entries())
                .isEmpty();
    }

    @Test
    void pagesTogetherShowEachSnapshotOnce() {
        var volume = volume();
        var made = new HashSet<SnapshotId>();
        for (var count = 0; count < 3; count++) {
            made.add(snapshot(volume));
        }
        var seen = new ArrayList<SnapshotId>();
        var start = Optional.<String>empty();

        do {
            var page = list(Optional.of(volume), new Page.Request(2, start));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(2);
            seen.addAll(ids(page));
            assertThat(seen).hasSizeLessThanOrEqualTo(3);
            start = page.next();
        } while (start.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void pageWithoutALimitHoldsAllTheRest() {
        var volume = volume();
        for (var count = 0; count < 3; count++) {
            snapshot(volume);
        }
        var first = list(Optional.empty(), new Page.Request(1, Optional.empty()));

        var rest = list(Optional.empty(), new Page.Request(0, first.next()));

        assertThat(first.entries()).hasSize(1);
        assertThat(rest.entries()).hasSize(2);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void tokenOfNoListingIsRefused() {
        assertThatThrownBy(() -> list(Optional.empty(), new Page.Request(0, Optional.of("invalid-token"))))
                .isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void snapshotIsListedAndFoundUntilItIsDeleted() {
        var volume = volume();
        var kept = snapshot(volume);
        var deleted = snapshot(volume);
        assertThat(find(deleted)).isPresent();

        delete(deleted);

        assertThat(find(deleted)).isEmpty();
        assertThat(ids(list(Optional.empty(), ALL))).containsExactly(kept);
        assertThat(find(new SnapshotId("no-such-snapshot"))).isEmpty();
    }

    @Test
    void whatIsBeingDeletedIsNeitherListedNorFound() {
        var volume = volume();
        var kept = snapshot(volume);
        var going = snapshot(volume);

        beginToDelete(going);

        assertThat(find(going)).isEmpty();
        assertThat(ids(list(Optional.of(volume), ALL))).containsExactly(kept);
    }
}
