package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.Operation;
import org.moorage.emulator.fault.OperationFault;

class CinderAttacherTest {
    @AutoClose
    private final TestCloud cloud =
            TestCloud.start(settings -> settings.limits(new EmulatorSettings.Limits(500, 20_000, 500, 2, 1000)));

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
        assertThatThrownBy(() ->
                        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), cloud.onceOneHangs()))
                .isInstanceOf(Failure.Unfinished.class);

        cloud.attacher().detach(volume, Optional.of(cloud.node(1)), Secrets.none(), TestCloud.soon());

        assertThat(cloud.emulator.leftovers().attachments()).hasSize(1);
    }

    @Test
    void volumeOnItsWayToAnotherServerIsNotTaken() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.ATTACH));
        assertThatThrownBy(() ->
                        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(0)), cloud.onceOneHangs()))
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

    private List<String> attachments() {
        return cloud.emulator.leftovers().attachments();
    }

    private void attach(VolumeId volume, int node) {
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(node)), TestCloud.soon());
    }

    private void detach(VolumeId volume, int node) {
        cloud.attacher().detach(volume, Optional.of(cloud.node(node)), Secrets.none(), TestCloud.soon());
    }

    @Test
    void volumeOfAVanishedServerIsFreedForAnother() {
        var volume = cloud.made("pvc-1");
        attach(volume, 0);
        cloud.emulator.loseServer(cloud.node(0).value());
        var holder = attachments();

        attach(volume, 0);

        assertThat(attachments()).hasSize(1).doesNotContainAnyElementsOf(holder);
    }

    @Test
    void volumeOfALivingServerIsNotFreedForAnother() {
        var volume = cloud.made("pvc-1");
        attach(volume, 0);
        var holder = attachments();
        cloud.emulator.forgetAttachment(cloud.node(0).value(), volume.value());

        assertThatThrownBy(() -> attach(volume, 1))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(cloud.node(0).value());
        assertThat(attachments()).isEqualTo(holder);
    }

    @Test
    void attachmentThatNovaForgotIsClearedByTheDetachFromItsServer() {
        var volume = cloud.made("pvc-1");
        attach(volume, 0);
        cloud.emulator.forgetAttachment(cloud.node(0).value(), volume.value());

        detach(volume, 0);

        assertThat(attachments()).isEmpty();
        attach(volume, 1);
    }

    @Test
    void secondAttachmentToTheSameServerGoesWithTheFirst() {
        var volume = cloud.made("pvc-1");
        cloud.emulator.reserveVolume(volume.value(), cloud.node(0).value());
        attach(volume, 0);
        assertThat(attachments()).hasSize(2);

        detach(volume, 0);

        assertThat(attachments()).isEmpty();
        attach(volume, 1);
    }

    @Test
    void whatIsAttachedElsewhereIsLeftAlone() {
        var volume = cloud.made("pvc-1");
        attach(volume, 0);
        var holder = attachments();

        detach(volume, 1);

        assertThat(attachments()).isEqualTo(holder);
    }

    private VolumeId shared() {
        return cloud.volumes()
                .create(
                        TestCloud.volume(
                                "pvc-shared",
                                1,
                                Map.of("type", "multiattach"),
                                Optional.empty(),
                                TopologyRequirement.none(),
                                TestCloud.SHARED_BLOCK),
                        TestCloud.soon())
                .id();
    }

    private void attach(VolumeId volume, int node, VolumeCapability capability) {
        cloud.attacher().attach(TestCloud.attachment(volume, cloud.node(node), capability), TestCloud.soon());
    }

    @Test
    void sharedVolumeInASingleNodeModeNeverGetsASecondNode() {
        var volume = shared();
        attach(volume, 0, TestCloud.MOUNT);

        assertThatThrownBy(() -> attach(volume, 1, TestCloud.MOUNT))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(cloud.node(0).value());
        assertThat(attachments()).hasSize(1);
    }

    @Test
    void sharedVolumeIsReadByManyNodes() {
        var readers = new VolumeCapability(TestCloud.MOUNT.access(), AccessMode.MULTI_NODE_READER_ONLY);
        var volume = shared();

        attach(volume, 0, readers);
        attach(volume, 1, readers);

        assertThat(attachments()).hasSize(2);
    }

    @Test
    void modesForManyNodesAreRefusedWhereTheyAreNotSafe() {
        var writers = new VolumeCapability(TestCloud.MOUNT.access(), AccessMode.MULTI_NODE_MULTI_WRITER);
        var volume = cloud.made("pvc-1");

        assertThatThrownBy(() -> attach(volume, 0, TestCloud.SHARED_BLOCK))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("multiattach");
        assertThatThrownBy(() -> attach(shared(), 0, writers))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("file system");
        assertThat(attachments()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "error_extending", "error_deleting"})
    void stateOfErrorEndsAnAttachBeforeItsDeadline(String status) {
        var volume = cloud.made("pvc-1");
        cloud.emulator.faults().put(OperationFault.hanging(Operation.ATTACH));
        var over = new AtomicBoolean();
        Thread.startVirtualThread(() -> {
            // Again and again: the emulator's own change to `attaching` may come after the first.
            while (!over.get()) {
                if (cloud.emulator.faults().hangingOperations() > 0) {
                    cloud.emulator.resetVolume(volume.value(), status);
                }
                Thread.yield();
            }
        });

        try {
            assertThatThrownBy(() -> attach(volume, 0))
                    .isInstanceOf(Failure.Aborted.class)
                    .hasMessageContaining(status);
        } finally {
            over.set(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "error_extending", "error_deleting"})
    void stateOfErrorEndsADetachBeforeItsDeadline(String status) {
        var volume = cloud.made("pvc-1");
        attach(volume, 0);
        cloud.emulator.faults().put(OperationFault.hanging(Operation.DETACH));
        Thread.startVirtualThread(() -> {
            while (cloud.emulator.faults().hangingOperations() == 0) {
                Thread.onSpinWait();
            }
            cloud.emulator.resetVolume(volume.value(), status);
        });

        assertThatThrownBy(() -> detach(volume, 0)).isInstanceOf(Failure.Aborted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "error_extending", "error_deleting"})
    void volumeInAStateOfErrorIsNotAttached(String status) {
        var volume = cloud.made("pvc-1");
        cloud.emulator.resetVolume(volume.value(), status);

        assertThatThrownBy(() -> attach(volume, 0))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(status);
    }
}
