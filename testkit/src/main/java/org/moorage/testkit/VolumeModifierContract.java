package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeModifier;
import org.moorage.api.volume.VolumeProvisioner;

/// What callers expect of a {@link VolumeModifier}, and of the {@link VolumeProvisioner} beside it.
public abstract class VolumeModifierContract {
    private static final String UNKNOWN = "XXX_FakeKey";

    /// For subclasses.
    protected VolumeModifierContract() {}

    /// The role of a backend with an empty cloud behind it; the same within a test.
    protected abstract VolumeModifier modifier();

    /// Who makes volumes in the same cloud.
    protected abstract VolumeProvisioner provisioner();

    /// Parameters that a new volume does not fulfil and can be given.
    protected abstract Map<String, String> wanted();

    /// Others, for the same keys.
    protected abstract Map<String, String> others();

    /// Whether the volume is now as those parameters say.
    protected abstract boolean fulfils(VolumeId volume, Map<String, String> parameters);

    /// How many requests have changed the cloud so far.
    protected abstract long writes();

    private VolumeId volume() {
        return provisioner()
                .create(Requests.volume("contract-1", Requests.atLeast(1), Map.of()), Requests.soon())
                .id();
    }

    private void modify(VolumeId volume, Map<String, String> parameters) {
        modifier().modify(Requests.change(volume, parameters), Requests.soon());
    }

    @Test
    void changedVolumeIsAsAskedFor() {
        var volume = volume();
        assertThat(fulfils(volume, wanted())).isFalse();

        modify(volume, wanted());

        assertThat(fulfils(volume, wanted())).isTrue();
    }

    @Test
    void volumeCanBeChangedAgain() {
        var volume = volume();
        modify(volume, wanted());

        modify(volume, others());

        assertThat(fulfils(volume, others())).isTrue();
    }

    @Test
    void whatIsSoAlreadyIsNotChangedAgain() {
        var volume = volume();
        modify(volume, wanted());
        var before = writes();

        modify(volume, wanted());

        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void nothingIsChangedByNoParameters() {
        var volume = volume();
        var before = writes();

        modify(volume, Map.of());

        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void anUnknownParameterIsRefusedBeforeAnythingIsChanged() {
        var volume = volume();
        var parameters = new HashMap<>(wanted());
        parameters.put(UNKNOWN, "value");
        var before = writes();

        assertThatThrownBy(() -> modify(volume, parameters))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(UNKNOWN);
        assertThat(writes()).isEqualTo(before);
    }

    @Test
    void whatTheResizerAddsIsNoParameter() {
        var volume = volume();
        var parameters = new HashMap<>(wanted());
        parameters.put("csi.storage.k8s.io/pvc/name", "data");

        modify(volume, parameters);

        assertThat(fulfils(volume, wanted())).isTrue();
    }

    @Test
    void unknownVolumeCannotBeChanged() {
        assertThatThrownBy(() -> modify(new VolumeId("no-such-volume"), wanted()))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void newVolumeIsAsItsClassSays() {
        var spec = Requests.volume("contract-1", Requests.atLeast(1), Map.of()).withMutable(wanted());

        var first = provisioner().create(spec, Requests.soon());
        var second = provisioner().create(spec, Requests.soon());

        assertThat(fulfils(first.id(), wanted())).isTrue();
        assertThat(second.id()).isEqualTo(first.id());
    }

    @Test
    void anUnknownParameterMakesNoVolume() {
        var spec = Requests.volume("contract-1", Requests.atLeast(1), Map.of()).withMutable(Map.of(UNKNOWN, "value"));
        var before = writes();

        assertThatThrownBy(() -> provisioner().create(spec, Requests.soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(UNKNOWN);
        assertThat(writes()).isEqualTo(before);
    }
}
