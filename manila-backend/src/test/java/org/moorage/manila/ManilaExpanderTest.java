package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;
import org.moorage.emulator.fault.RequestFault;

class ManilaExpanderTest {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private VolumeId volume;

    @BeforeEach
    void start() {
        volume = cloud.made("pvc-1").id();
    }

    private ExpandSpec to(long gib) {
        return new ExpandSpec(volume, TestCloud.atLeast(gib), Optional.empty(), cloud.secrets());
    }

    @Test
    void nodeHasNothingToDo() {
        var done = cloud.expander().expand(to(3), TestCloud.soon());

        assertThat(done.capacity()).isEqualTo(Bytes.ofGib(3));
        assertThat(done.nodeExpansionRequired()).isFalse();
        assertThat(cloud.shown(volume).size()).isEqualTo(Bytes.ofGib(3));
    }

    @Test
    void growthThatWasCutOffIsGoneOnWith() {
        cloud.emulator.faults().put(OperationFault.hanging(Operation.EXTEND_SHARE));
        assertThatThrownBy(() -> cloud.expander().expand(to(3), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);
        cloud.emulator.faults().heal();

        assertThat(cloud.expander().expand(to(3), TestCloud.soon()).capacity()).isEqualTo(Bytes.ofGib(3));
    }

    /// The Go driver's process ends at a look that fails after the growth was asked for.
    @Test
    void lookThatFailsAfterTheRequestIsNoReasonToEnd() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/shares/{id}", 500).times(2));

        assertThat(cloud.expander().expand(to(3), TestCloud.soon()).capacity()).isEqualTo(Bytes.ofGib(3));
    }

    @Test
    void growthThatManilaFailsAtIsToldWithTheCure() {
        cloud.emulator.faults().put(OperationFault.failing(Operation.EXTEND_SHARE));

        assertThatThrownBy(() -> cloud.expander().expand(to(3), TestCloud.soon()))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("extending_error")
                .hasMessageContaining("an administrator");
    }

    @Test
    void growthBeyondTheQuotaIsExhausted() {
        cloud.emulator.limitShares("gigabytes", 2);

        assertThatThrownBy(() -> cloud.expander().expand(to(9), TestCloud.soon()))
                .isInstanceOf(Failure.Exhausted.class);
        assertThat(cloud.shown(volume).size()).isEqualTo(Bytes.ofGib(1));
    }

    @Test
    void shrinkingIsRefusedWithTheReason() {
        cloud.expander().expand(to(3), TestCloud.soon());
        var less = new CapacityRange(Optional.of(Bytes.ofGib(1)), Optional.of(Bytes.ofGib(2)));

        assertThatThrownBy(() -> cloud.expander()
                        .expand(new ExpandSpec(volume, less, Optional.empty(), cloud.secrets()), TestCloud.soon()))
                .isInstanceOf(Failure.OutOfRange.class)
                .hasMessageContaining("volumes do not shrink");
    }
}
