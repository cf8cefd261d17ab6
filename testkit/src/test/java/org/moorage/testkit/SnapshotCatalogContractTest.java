package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotCatalog;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotQuery;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;

class SnapshotCatalogContractTest {
    static class Catalog implements SnapshotCatalog {
        final List<Snapshot> all = new ArrayList<>();
        final Set<SnapshotId> going = new HashSet<>();

        List<Snapshot> shown(SnapshotQuery query) {
            return all.stream()
                    .filter(snapshot -> !going.contains(snapshot.id()))
                    .filter(snapshot -> query.source().stream().allMatch(snapshot.source()::equals))
                    .toList();
        }

        int start(Page.Request page) {
            try {
                return page.start().map(Integer::parseInt).orElse(0);
            } catch (NumberFormatException _) {
                throw new Failure.Aborted("start again");
            }
        }

        @Override
        public Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
            var shown = shown(query);
            var end = page.limit() == 0 ? shown.size() : Math.min(shown.size(), start(page) + page.limit());
            return new Page<>(
                    shown.subList(start(page), end),
                    end < shown.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
        }

        @Override
        public Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
            return all.stream()
                    .filter(snapshot -> snapshot.id().equals(id) && !going.contains(id))
                    .findFirst();
        }
    }

    static class Sound extends SnapshotCatalogContract {
        final Catalog catalog = make();
        private int count;

        Catalog make() {
            return new Catalog();
        }

        @Override
        protected SnapshotCatalog catalog() {
            return catalog;
        }

        @Override
        protected VolumeId volume() {
            return new VolumeId("volume-" + count++);
        }

        @Override
        protected SnapshotId snapshot(VolumeId volume) {
            var id = new SnapshotId("snapshot-" + count++);
            catalog.all.add(new Snapshot(id, volume, Bytes.GIB, Instant.EPOCH, true));
            return id;
        }

        @Override
        protected void delete(SnapshotId snapshot) {
            catalog.all.removeIf(one -> one.id().equals(snapshot));
        }

        @Override
        protected void beginToDelete(SnapshotId snapshot) {
            catalog.going.add(snapshot);
        }
    }

    static class OfAnyVolume extends Sound {
        @Override
        Catalog make() {
            return new Catalog() {
                @Override
                List<Snapshot> shown(SnapshotQuery query) {
                    return super.shown(new SnapshotQuery(Optional.empty(), query.secrets()));
                }
            };
        }
    }

    static class AllAtOnce extends Sound {
        @Override
        Catalog make() {
            return new Catalog() {
                @Override
                public Page<Snapshot> list(SnapshotQuery query, Page.Request page, Deadline deadline) {
                    start(page);
                    return new Page<>(shown(query), Optional.empty());
                }
            };
        }
    }

    static class FirstPageForEver extends Sound {
        @Override
        Catalog make() {
            return new Catalog() {
                @Override
                int start(Page.Request page) {
                    return Math.min(0, super.start(page));
                }
            };
        }
    }

    static class AnyTokenIsTheFirst extends Sound {
        @Override
        Catalog make() {
            return new Catalog() {
                @Override
                int start(Page.Request page) {
                    return page.start().stream().allMatch(token -> token.matches("[0-9]+")) ? super.start(page) : 0;
                }
            };
        }
    }

    static class ShowsWhatGoes extends Sound {
        @Override
        protected void beginToDelete(SnapshotId snapshot) {
            // It is shown until it is gone.
        }
    }

    static class Forgetless extends Sound {
        @Override
        protected void delete(SnapshotId snapshot) {
            // It is shown for ever.
        }
    }

    static class TellsLess extends Sound {
        @Override
        Catalog make() {
            return new Catalog() {
                @Override
                public Optional<Snapshot> find(SnapshotId id, Secrets secrets, Deadline deadline) {
                    return super.find(id, secrets, deadline)
                            .map(one -> new Snapshot(one.id(), one.source(), one.size(), one.createdAt(), false));
                }
            };
        }
    }

    @Test
    void soundOneFulfilsIt() {
        assertThat(Kit.failuresOf(Sound.class)).isEmpty();
    }

    @Test
    void eachMistakeIsFound() {
        assertThat(Kit.failuresOf(OfAnyVolume.class)).containsExactly("listingOfOneVolumeHoldsItsSnapshotsAlone");
        assertThat(Kit.failuresOf(AllAtOnce.class))
                .containsExactlyInAnyOrder("pagesTogetherShowEachSnapshotOnce", "pageWithoutALimitHoldsAllTheRest");
        assertThat(Kit.failuresOf(FirstPageForEver.class))
                .containsExactlyInAnyOrder("pagesTogetherShowEachSnapshotOnce", "pageWithoutALimitHoldsAllTheRest");
        assertThat(Kit.failuresOf(AnyTokenIsTheFirst.class)).containsExactly("tokenOfNoListingIsRefused");
        assertThat(Kit.failuresOf(ShowsWhatGoes.class)).containsExactly("whatIsBeingDeletedIsNeitherListedNorFound");
        assertThat(Kit.failuresOf(Forgetless.class)).containsExactly("snapshotIsListedAndFoundUntilItIsDeleted");
        assertThat(Kit.failuresOf(TellsLess.class)).containsExactly("listingAndFindingTellTheSame");
    }
}
