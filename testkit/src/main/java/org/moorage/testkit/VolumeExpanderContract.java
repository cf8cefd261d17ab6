package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link VolumeExpander}.
public abstract class VolumeExpanderContract {
    /// For subclasses.
    protected VolumeExpanderContract() {}

    /// The role of a backend.
    protected abstract VolumeExpander expander();

    /// A new volume of 1 GiB.
    protected abstract VolumeId volume();

    @Test
    void grownVolumeHasTheSizeAskedFor() {
        var expansion = expander().expand(Requests.growth(volume(), Requests.exactly(3)), Requests.soon());

        assertThat(expansion.capacity()).isEqualTo(Bytes.ofGib(3));
    }

    @Test
    void largeEnoughStaysAsItIs() {
        var volume = volume();
        expander().expand(Requests.growth(volume, Requests.atLeast(3)), Requests.soon());

        var again = expander().expand(Requests.growth(volume, Requests.atLeast(2)), Requests.soon());

        assertThat(again.capacity()).isEqualTo(Bytes.ofGib(3));
    }

    @Test
    void nothingShrinks() {
        var volume = volume();
        expander().expand(Requests.growth(volume, Requests.atLeast(3)), Requests.soon());

        assertThatThrownBy(() -> expander().expand(Requests.growth(volume, Requests.exactly(2)), Requests.soon()))
                .isInstanceOf(Failure.OutOfRange.class);
    }

    @Test
    void nodeHasNothingToDoForABlockDevice() {
        var spec = new ExpandSpec(volume(), Requests.atLeast(2), Optional.of(Requests.BLOCK), Secrets.none());

        assertThat(expander().expand(spec, Requests.soon()).nodeExpansionRequired())
                .isFalse();
    }

    @Test
    void unknownVolumeCannotGrow() {
        var spec = Requests.growth(new VolumeId("no-such-volume"), Requests.atLeast(2));

        assertThatThrownBy(() -> expander().expand(spec, Requests.soon())).isInstanceOf(Failure.NotFound.class);
    }
}
