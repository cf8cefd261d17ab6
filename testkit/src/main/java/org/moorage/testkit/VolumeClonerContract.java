package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link VolumeCloner}, beside what they expect of every provisioner.
public abstract class VolumeClonerContract {
    /// For subclasses.
    protected VolumeClonerContract() {}

    /// The role of a backend with an empty cloud behind it; the same within a test.
    protected abstract VolumeCloner cloner();

    /// The StorageClass parameters to use.
    protected Map<String, String> parameters() {
        return Map.of();
    }

    private VolumeId source(String name, long gib) {
        var spec = Requests.volume(name, Requests.exactly(gib), parameters());
        return cloner().create(spec, Requests.soon()).id();
    }

    private Volume copy(String name, CapacityRange capacity, VolumeId source) {
        var content = new ContentSource.FromVolume(source);
        return cloner().create(Requests.copy(name, capacity, parameters(), content), Requests.soon());
    }

    @Test
    void cloneIsAVolumeOfItsOwnThatNamesItsSource() {
        var source = source("source-1", 1);

        var clone = copy("n".repeat(128), Requests.exactly(1), source);

        assertThat(clone.id()).isNotEqualTo(source);
        assertThat(clone.capacity()).isEqualTo(Bytes.ofGib(1));
        assertThat(clone.source()).isEqualTo(Optional.of(new ContentSource.FromVolume(source)));
        assertThat(copy("n".repeat(128), Requests.exactly(1), source)).isEqualTo(clone);
    }

    /// Who asks for less than is in the source, and sets no limit, gets all of it.
    @Test
    void cloneMayBeLargerThanItsSourceAndIsNoSmaller() {
        var source = source("source-1", 2);

        assertThat(copy("clone-1", Requests.exactly(3), source).capacity()).isEqualTo(Bytes.ofGib(3));
        assertThat(copy("clone-2", Requests.atLeast(1), source).capacity()).isEqualTo(Bytes.ofGib(2));
        assertThatThrownBy(() -> copy("clone-3", Requests.exactly(1), source)).isInstanceOf(Failure.OutOfRange.class);
    }

    @Test
    void thereIsNoCloneOfAnUnknownVolume() {
        assertThatThrownBy(() -> copy("clone-1", Requests.atLeast(1), new VolumeId("no-such-volume")))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void otherContentUnderTheSameNameIsAConflict() {
        var one = source("source-1", 1);
        var other = source("source-2", 1);
        copy("clone-1", Requests.atLeast(1), one);

        assertThatThrownBy(() -> copy("clone-1", Requests.atLeast(1), other)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> copy("source-1", Requests.atLeast(1), other)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> source("clone-1", 1)).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void deletedCloneLeavesItsSource() {
        var source = source("source-1", 1);
        var first = copy("clone-1", Requests.atLeast(1), source);

        cloner().delete(first.id(), Secrets.none(), Requests.soon());

        assertThat(cloner().examine(source, List.of(Requests.MOUNTED), parameters(), Secrets.none(), Requests.soon()))
                .isInstanceOf(Verdict.Confirmed.class);
        assertThat(copy("clone-1", Requests.atLeast(1), source).id()).isNotEqualTo(first.id());
    }
}
