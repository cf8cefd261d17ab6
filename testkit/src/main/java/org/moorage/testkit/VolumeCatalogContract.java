package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link VolumeCatalog}.
public abstract class VolumeCatalogContract {
    /// For subclasses.
    protected VolumeCatalogContract() {}

    /// The role of a backend whose cloud held no volume when the test began.
    protected abstract VolumeCatalog catalog();

    /// A new volume.
    protected abstract VolumeId volume();

    /// Deletes the volume.
    protected abstract void delete(VolumeId volume);

    @Test
    void listingShowsWhatIsThereAndNoMore() {
        var kept = volume();
        var deleted = volume();

        delete(deleted);

        assertThat(ids(catalog().list(new Page.Request(0, Optional.empty()), Requests.soon())))
                .containsExactly(kept);
    }

    @Test
    void pagesTogetherShowEachVolumeOnce() {
        var made = List.of(volume(), volume(), volume(), volume(), volume());
        var seen = new ArrayList<VolumeId>();
        var start = Optional.<String>empty();

        do {
            var page = catalog().list(new Page.Request(2, start), Requests.soon());
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(2);
            seen.addAll(ids(page));
            start = page.next();
        } while (start.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void pageWithoutALimitHoldsAllTheRest() {
        for (var count = 0; count < 5; count++) {
            volume();
        }
        var first = catalog().list(new Page.Request(2, Optional.empty()), Requests.soon());

        var rest = catalog().list(new Page.Request(0, first.next()), Requests.soon());

        assertThat(first.entries()).hasSize(2);
        assertThat(rest.entries()).hasSize(3);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void tokenOfNoListingIsRefused() {
        assertThatThrownBy(() -> catalog().list(new Page.Request(0, Optional.of("invalid-token")), Requests.soon()))
                .isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void volumeIsFoundUntilItIsDeleted() {
        var volume = volume();

        assertThat(catalog().find(volume, Requests.soon())).isPresent();
        delete(volume);

        assertThat(catalog().find(volume, Requests.soon())).isEmpty();
        assertThat(catalog().find(new VolumeId("no-such-volume"), Requests.soon()))
                .isEmpty();
    }

    private static List<VolumeId> ids(Page<PublishedVolume> page) {
        return page.entries().stream().map(entry -> entry.volume().id()).toList();
    }
}
