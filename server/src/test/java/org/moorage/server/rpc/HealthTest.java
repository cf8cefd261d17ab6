package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.csi.v1.ControllerGetVolumeHealthRequest;
import org.moorage.csi.v1.ControllerGetVolumeRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerListVolumeHealthRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetVolumeHealthRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeCondition;
import org.moorage.csi.v1.VolumeHealth;
import org.moorage.csi.v1.VolumeHealthErrorType;
import org.moorage.csi.v1.VolumeUsage;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// One model of how volumes are, in the words of CSI until 1.12 and since 1.13.
class HealthTest {
    private static final NodePublishVolumeRequest PUBLISH = (NodePublishVolumeRequest) Calls.PUBLISH.request();
    private static final NodeGetVolumeStatsRequest STATS = (NodeGetVolumeStatsRequest) Calls.STATS.request();
    private static final Health ILL = new Health(List.of(
            new Ailment(Severity.DEGRADED, "Slow", "it is slow"),
            new Ailment(Severity.DATA_LOSS, "Lost", "it is empty")));

    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);
    private final ControllerGrpc.ControllerBlockingStub controller = ControllerGrpc.newBlockingStub(server.channel());
    private final NodeGrpc.NodeBlockingStub node = NodeGrpc.newBlockingStub(server.channel());

    private String id = "";

    @BeforeEach
    void create() {
        id = controller
                .createVolume((CreateVolumeRequest) Calls.CREATE.request())
                .getVolume()
                .getVolumeId();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void controllerTellsTheConditionOfOldAndTheHealthOfNow() {
        driver.storage().fall(ILL);

        var condition = condition(true, "it is slow; it is empty");
        assertThat(controller
                        .controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getStatus()
                        .getVolumeCondition())
                .isEqualTo(condition);
        assertThat(controller
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntries(0)
                        .getStatus()
                        .getVolumeCondition())
                .isEqualTo(condition);
        var health = VolumeHealth.newBuilder()
                .setVolumeId(id)
                .addHealthStatuses(entry(VolumeHealthErrorType.DEGRADED, "Slow", "it is slow"))
                .addHealthStatuses(entry(VolumeHealthErrorType.DATA_LOSS, "Lost", "it is empty"))
                .build();
        assertThat(controller
                        .controllerGetVolumeHealth(ControllerGetVolumeHealthRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getVolumeHealth())
                .isEqualTo(health);
        assertThat(controller
                        .controllerListVolumeHealth(ControllerListVolumeHealthRequest.getDefaultInstance())
                        .getEntriesList())
                .containsExactly(health);
    }

    @Test
    void wellVolumeHasAConditionThatSaysSo() {
        assertThat(controller
                        .controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getStatus()
                        .getVolumeCondition())
                .isEqualTo(condition(false, "in order"));
        assertThat(controller
                        .controllerGetVolumeHealth(ControllerGetVolumeHealthRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getVolumeHealth())
                .isEqualTo(VolumeHealth.newBuilder().setVolumeId(id).build());
    }

    @Test
    void nodeTellsBothBesideTheUsage() {
        node.nodePublishVolume(PUBLISH);
        driver.fall(ILL);

        var stats = node.nodeGetVolumeStats(STATS);

        assertThat(stats.getVolumeCondition()).isEqualTo(condition(true, "it is slow; it is empty"));
        assertThat(stats.getUsageCount()).isEqualTo(2);
        assertThat(node.nodeGetVolumeHealth(NodeGetVolumeHealthRequest.newBuilder()
                                .setVolumeId(PUBLISH.getVolumeId())
                                .setVolumePublishPath(PUBLISH.getTargetPath())
                                .build())
                        .getVolumeHealth()
                        .getHealthStatusesCount())
                .isEqualTo(2);
    }

    /// kubelet throws away an answer without usage.
    @Test
    void volumeThatCannotBeMeasuredStillSaysWhy() {
        node.nodePublishVolume(PUBLISH);
        driver.fall(Health.of(Severity.INACCESSIBLE, "DeviceMissing", "the device has gone"));

        var stats = node.nodeGetVolumeStats(STATS);

        assertThat(stats.getVolumeCondition()).isEqualTo(condition(true, "the device has gone"));
        assertThat(stats.getUsageList())
                .containsExactly(
                        VolumeUsage.newBuilder().setUnit(VolumeUsage.Unit.BYTES).build());
        assertThat(driver.script().calls()).doesNotContain("stats");
    }

    @Test
    void limitOfVolumesIsMeasuredWhereTheBackendLeavesIt() {
        driver.storage().limit(new VolumeLimit.Measured(256, 26));

        assertThat(node.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()).getMaxVolumesPerNode())
                .isEqualTo(25);
    }

    /// Not announced: to pass it over would leave a pod without the access that its owner believes it has.
    @Test
    void groupOfFilesIsNotPassedOver() {
        var capability = VolumeCapability.newBuilder(Calls.MOUNT);
        capability.getMountBuilder().setVolumeMountGroup("1000");
        var stage = ((NodeStageVolumeRequest) Calls.STAGE.request())
                .toBuilder().setVolumeCapability(capability).build();
        var publish = PUBLISH.toBuilder().setVolumeCapability(capability).build();

        assertThat(Calls.STAGE.with(stage).status(server.channel()).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Calls.PUBLISH.with(publish).status(server.channel()).getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(driver.script().calls()).doesNotContain("stage", "publish");
    }

    private static VolumeCondition condition(boolean abnormal, String message) {
        return VolumeCondition.newBuilder()
                .setAbnormal(abnormal)
                .setMessage(message)
                .build();
    }

    private static VolumeHealth.VolumeHealthEntry entry(VolumeHealthErrorType type, String reason, String message) {
        return VolumeHealth.VolumeHealthEntry.newBuilder()
                .setStatus(type)
                .setReason(reason)
                .setMessage(message)
                .build();
    }
}
