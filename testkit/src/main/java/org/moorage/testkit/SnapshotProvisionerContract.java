package org.moorage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeId;

/// What callers expect of a {@link SnapshotProvisioner}.
public abstract class SnapshotProvisionerContract {
    /// For subclasses.
    protected SnapshotProvisionerContract() {}

    /// The role of a backend.
    protected abstract SnapshotProvisioner provisioner();

    /// A new volume of 1 GiB.
    protected abstract VolumeId volume();

    /// The VolumeSnapshotClass parameters to use.
    protected Map<String, String> parameters() {
        return Map.of();
    }

    @Test
    void snapshotTellsItsVolumeSizeAndTime() {
        var volume = volume();

        var snapshot = provisioner().create(Requests.snapshot("snap-1", volume, parameters()), Requests.soon());

        assertThat(snapshot.source()).isEqualTo(volume);
        assertThat(snapshot.size()).isEqualTo(Bytes.ofGib(1));
        assertThat(snapshot.createdAt()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void repeatedCreateReturnsTheSameSnapshot() {
        var spec = Requests.snapshot("n".repeat(128), volume(), parameters());

        var first = provisioner().create(spec, Requests.soon());

        assertThat(provisioner().create(spec, Requests.soon()).id()).isEqualTo(first.id());
    }

    @Test
    void otherVolumeUnderTheSameNameIsAConflict() {
        provisioner().create(Requests.snapshot("snap-1", volume(), parameters()), Requests.soon());

        var other = Requests.snapshot("snap-1", volume(), parameters());

        assertThatThrownBy(() -> provisioner().create(other, Requests.soon())).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void unknownVolumeHasNoSnapshot() {
        var spec = Requests.snapshot("snap-1", new VolumeId("no-such-volume"), parameters());

        assertThatThrownBy(() -> provisioner().create(spec, Requests.soon())).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void deletedSnapshotCanBeTakenAnew() {
        var spec = Requests.snapshot("snap-1", volume(), parameters());
        var first = provisioner().create(spec, Requests.soon());

        provisioner().delete(first.id(), Secrets.none(), Requests.soon());
        provisioner().delete(first.id(), Secrets.none(), Requests.soon());

        assertThat(provisioner().create(spec, Requests.soon()).id()).isNotEqualTo(first.id());
    }

    @Test
    void deleteOfAnUnknownSnapshotSucceeds() {
        provisioner().delete(new SnapshotId("no-such-snapshot"), Secrets.none(), Requests.soon());
    }
}
