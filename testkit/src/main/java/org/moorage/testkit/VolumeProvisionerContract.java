package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeProvisioner;

/// What callers expect of a {@link VolumeProvisioner}.
public abstract class VolumeProvisionerContract {
    /// For subclasses.
    protected VolumeProvisionerContract() {}

    /// The role of a backend with an empty cloud behind it; the same within a test.
    protected abstract VolumeProvisioner provisioner();

    /// The StorageClass parameters to use.
    protected Map<String, String> parameters() {
        return Map.of();
    }

    @Test
    void madeVolumeHasTheSizeAskedFor() {
        var volume =
                provisioner().create(Requests.volume("contract-1", Requests.exactly(2), parameters()), Requests.soon());

        assertThat(volume.capacity()).isEqualTo(Bytes.ofGib(2));
        assertThat(volume.source()).isEmpty();
    }

    @Test
    void repeatedCreateReturnsTheSameVolume() {
        var spec = Requests.volume("contract-1", Requests.atLeast(1), parameters());

        var first = provisioner().create(spec, Requests.soon());
        var second = provisioner().create(spec, Requests.soon());

        assertThat(second).isEqualTo(first);
    }

    @Test
    void otherSizeUnderTheSameNameIsAConflict() {
        provisioner().create(Requests.volume("contract-1", Requests.exactly(1), parameters()), Requests.soon());

        var other = Requests.volume("contract-1", Requests.exactly(2), parameters());

        assertThatThrownBy(() -> provisioner().create(other, Requests.soon())).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void nameMayHave128Characters() {
        var spec = Requests.volume("n".repeat(128), Requests.atLeast(1), parameters());

        var first = provisioner().create(spec, Requests.soon());

        assertThat(provisioner().create(spec, Requests.soon()).id()).isEqualTo(first.id());
    }

    @Test
    void noVolumeIsMadeWhenTheDeadlineHasPassed() {
        var spec = Requests.volume("contract-1", Requests.atLeast(1), parameters());

        assertThatThrownBy(() -> provisioner().create(spec, Requests.within(Duration.ZERO)))
                .isInstanceOfAny(Failure.Unfinished.class, Failure.Unavailable.class);
        assertThat(provisioner().create(spec, Requests.soon()).capacity()).isEqualTo(Bytes.ofGib(1));
    }

    @Test
    void deletedVolumeCanBeMadeAnew() {
        var spec = Requests.volume("contract-1", Requests.atLeast(1), parameters());
        var first = provisioner().create(spec, Requests.soon());

        provisioner().delete(first.id(), Secrets.none(), Requests.soon());

        assertThat(provisioner().create(spec, Requests.soon()).id()).isNotEqualTo(first.id());
    }

    @Test
    void deleteMayBeRepeated() {
        var volume =
                provisioner().create(Requests.volume("contract-1", Requests.atLeast(1), parameters()), Requests.soon());

        provisioner().delete(volume.id(), Secrets.none(), Requests.soon());
        provisioner().delete(volume.id(), Secrets.none(), Requests.soon());
    }

    @Test
    void deleteOfAnUnknownVolumeSucceeds() {
        provisioner().delete(new VolumeId("no-such-volume"), Secrets.none(), Requests.soon());
        provisioner().delete(new VolumeId("../../etc/passwd"), Secrets.none(), Requests.soon());
    }

    @Test
    void madeVolumeCanBeUsedAsAskedFor() {
        var volume =
                provisioner().create(Requests.volume("contract-1", Requests.atLeast(1), parameters()), Requests.soon());

        var verdict = provisioner()
                .examine(volume.id(), List.of(Requests.MOUNTED), parameters(), Secrets.none(), Requests.soon());

        assertThat(verdict).isInstanceOf(Verdict.Confirmed.class);
    }

    @Test
    void unknownVolumeCannotBeExamined() {
        assertThatThrownBy(() -> provisioner()
                        .examine(
                                new VolumeId("no-such-volume"),
                                List.of(Requests.MOUNTED),
                                parameters(),
                                Secrets.none(),
                                Requests.soon()))
                .isInstanceOf(Failure.NotFound.class);
    }
}
