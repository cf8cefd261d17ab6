package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

/// Shares that go away.
class ManilaDeletionTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private void delete(VolumeId id) {
        cloud.volumes().delete(id, cloud.secrets(), TestCloud.soon());
    }

    @Test
    void deletionIsAwaitedAndTakesTheRulesAlong() {
        var volume = cloud.made("pvc-1");

        delete(volume.id());

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }

    @Test
    void shareWithSnapshotsStaysAndTheyAreNamed() {
        var volume = cloud.made("pvc-1").id();
        var snapshot = cloud.snapshots().create(cloud.snapshot("snap-1", volume), TestCloud.soon());

        assertThatThrownBy(() -> delete(volume))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(snapshot.id().value());
    }

    /// The Go driver does not look, so shares stay in error_deleting unseen.
    @Test
    void shareThatManilaCannotDeleteIsTold() {
        var volume = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(OperationFault.failing(Operation.DELETE_SHARE));

        assertThatThrownBy(() -> delete(volume))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("error_deleting");
    }

    @Test
    void shareThatIsBeingDeletedIsAwaited() {
        var volume = cloud.made("pvc-1").id();
        cloud.emulator.faults().put(RequestFault.dropAfter("DELETE", "/shares/{id}"));

        delete(volume);

        assertThat(cloud.emulator.leftovers().none()).isTrue();
    }
}
