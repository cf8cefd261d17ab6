package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

class CinderAttacherTest {
    private TestCloud cloud;

    @BeforeEach
    void start(@TempDir Path directory) {
        var limits = new EmulatorSettings.Limits(500, 20_000, 500, 2, 1000);
        cloud = TestCloud.start(
                EmulatorSettings.defaults(directory).devices(false).limits(limits), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Test
    void serverThatCanTakeNoMoreIsExhausted() {
        cloud.attacher().attach(TestCloud.attachment(cloud.made("pvc-1"), cloud.node(0)), TestCloud.soon());
        cloud.attacher().attach(TestCloud.attachment(cloud.made("pvc-2"), cloud.node(0)), TestCloud.soon());
        var third = TestCloud.attachment(cloud.made("pvc-3"), cloud.node(0));

        assertThatThrownBy(() -> cloud.attacher().attach(third, TestCloud.soon()))
                .isInstanceOf(Failure.Exhausted.class);
    }

    @Test
    void reservationThatNobodyStandsBehindIsClearedOnAttach() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.reserveVolume(volume.value(), cloud.node(0).value());

        var context = cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(1)), TestCloud.soon());

        assertThat(context).containsKey("DevicePath").containsEntry("SizeGiB", "1");
        assertThat(cloud.emulator.leftovers().attachments()).hasSize(1);
    }

    @Test
    void reservationThatNobodyStandsBehindIsClearedOnDetach() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.reserveVolume(volume.value(), cloud.node(0).value());

        cloud.attacher().detach(volume, Optional.of(cloud.node(0)), Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().attachments()).isEmpty();
    }

    @Test
    void attachmentUnderWayIsNotCutByADetachFromAnotherServer() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.ATTACH));
        assertThatThrownBy(() -> cloud.attacher()
                        .attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.within(Duration.ofMillis(500))))
                .isInstanceOf(Failure.Unfinished.class);

        cloud.attacher().detach(volume, Optional.of(cloud.node(1)), Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().attachments()).hasSize(1);
    }

    @Test
    void volumeOnItsWayToAnotherServerIsNotTaken() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.ATTACH));
        assertThatThrownBy(() -> cloud.attacher()
                        .attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.within(Duration.ofMillis(500))))
                .isInstanceOf(Failure.Unfinished.class);

        assertThatThrownBy(() -> cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(1)), TestCloud.soon()))
                .isInstanceOf(Failure.Aborted.class);
    }

    @Test
    void vanishedServerLeavesNothingBehind() {
        var volume = cloud.made("pvc-1");
        var server = cloud.node(0);
        cloud.attacher().attach(TestCloud.attachment(volume, server), TestCloud.soon());
        cloud.emulator.deleteServer(server.value());

        cloud.attacher().detach(volume, Optional.of(server), Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().attachments()).isEmpty();
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(1)), TestCloud.soon());
    }

    @Test
    void reservationOfAVanishedServerIsCleared() {
        var volume = cloud.made("pvc-1");
        var gone = new NodeId("11111111-2222-3333-4444-555555555555");
        cloud.emulator.reserveVolume(volume.value(), gone.value());

        cloud.attacher().detach(volume, Optional.of(gone), Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().attachments()).isEmpty();
    }

    @Test
    void interruptedAttachIsUnfinishedAndKeepsTheFlag() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.ATTACH));
        var caller = Thread.currentThread();
        Thread.startVirtualThread(() -> {
            while (cloud.emulator.faults().hangingOperations() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
        });

        assertThatThrownBy(() -> cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), TestCloud.soon()))
                .isInstanceOf(Failure.Unfinished.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
