package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.moorage.api.Page;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.PublishedVolume;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link VolumeHealth}, beside what they expect of every catalog.
public abstract class VolumeHealthContract {
    /// For subclasses.
    protected VolumeHealthContract() {}

    /// The role of a backend whose cloud held no volume when the test began.
    protected abstract VolumeHealth catalog();

    /// A new volume, with which nothing is wrong.
    protected abstract VolumeId volume();

    /// Lets the backend's cloud say of the volume that something is wrong with it.
    protected abstract void spoil(VolumeId volume);

    /// Lets the cloud say of the volume that nothing is wrong with it any more.
    protected abstract void mend(VolumeId volume);

    /// Lets what tells of the health alone not answer: volumes are listed all the same. Does nothing where the health
    /// comes with the volume itself.
    protected abstract void silence();

    private Map<VolumeId, Health> listed() {
        return catalog().list(new Page.Request(0, Optional.empty()), Requests.soon()).entries().stream()
                .collect(Collectors.toMap(entry -> entry.volume().id(), PublishedVolume::health));
    }

    private Health listed(VolumeId volume) {
        return Optional.ofNullable(listed().get(volume))
                .orElseThrow(() -> new AssertionError(volume + " is not listed"));
    }

    private Health found(VolumeId volume) {
        return catalog().find(volume, Requests.soon()).orElseThrow().health();
    }

    @Test
    void nothingIsWrongWithANewVolume() {
        var volume = volume();

        assertThat(found(volume)).isEqualTo(Health.GOOD);
        assertThat(listed()).containsOnly(Map.entry(volume, Health.GOOD));
    }

    @Test
    void whatIsWrongIsToldOfThatVolumeAlone() {
        var spoilt = volume();
        var sound = volume();

        spoil(spoilt);

        assertThat(found(spoilt).good()).isFalse();
        assertThat(listed(spoilt).good()).isFalse();
        assertThat(found(sound)).isEqualTo(Health.GOOD);
        assertThat(listed()).containsEntry(sound, Health.GOOD);
    }

    @Test
    void ailmentIsAWordForProgramsAndALineForPeople() {
        var volume = volume();

        spoil(volume);

        for (var health : List.of(found(volume), listed(volume))) {
            assertThat(health.ailments()).isNotEmpty().allSatisfy(ailment -> {
                assertThat(ailment.reason()).matches("([A-Z][a-z0-9]*)+");
                assertThat(ailment.message()).isNotBlank().hasLineCount(1);
            });
        }
    }

    @Test
    void whatIsMendedIsGoodAgain() {
        var volume = volume();
        spoil(volume);

        mend(volume);

        assertThat(found(volume)).isEqualTo(Health.GOOD);
        assertThat(listed()).containsEntry(volume, Health.GOOD);
    }

    @Test
    void volumesAreThereWhenTheirHealthCannotBeTold() {
        var volume = volume();

        silence();

        assertThat(catalog().find(volume, Requests.soon())).isPresent();
        assertThat(listed()).containsOnlyKeys(volume);
    }
}
