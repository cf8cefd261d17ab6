package org.moorage.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeGetInfoRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeCapability.AccessMode.Mode;
import org.moorage.csi.v1.VolumeUsage;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

class NodeServiceTest {
    private static final NodePublishVolumeRequest PUBLISH = (NodePublishVolumeRequest) Calls.PUBLISH.request();

    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);
    private final NodeGrpc.NodeBlockingStub stub = NodeGrpc.newBlockingStub(server.channel());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhoTheNodeIs() {
        var info = stub.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

        assertThat(info.getNodeId()).isEqualTo("node-1");
        assertThat(info.getMaxVolumesPerNode()).isEqualTo(26);
        assertThat(info.getAccessibleTopology().getSegmentsMap()).containsEntry("topology.fake/zone", "z1");
    }

    @Test
    void asksTheBackendHowToReachAVolumeBeforeItTouchesTheHost() {
        stub.nodeStageVolume((NodeStageVolumeRequest) Calls.STAGE.request());
        stub.nodePublishVolume(PUBLISH);

        assertThat(driver.script().calls()).containsExactly("resolve", "stage", "resolve", "publish");
    }

    @Test
    void takesAVolumeAwayWithoutAskingTheBackend() {
        Calls.UNPUBLISH.send(server.channel());
        Calls.UNSTAGE.send(server.channel());

        assertThat(driver.script().calls()).containsExactly("unpublish", "unstage");
    }

    @Test
    void measuresBytesAndInodes() {
        stub.nodePublishVolume(PUBLISH);

        var usage = stub.nodeGetVolumeStats((NodeGetVolumeStatsRequest) Calls.STATS.request())
                .getUsageList();

        assertThat(usage)
                .containsExactly(
                        VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.BYTES)
                                .setTotal(100)
                                .setUsed(40)
                                .setAvailable(55)
                                .build(),
                        VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.INODES)
                                .setTotal(10)
                                .setUsed(3)
                                .setAvailable(7)
                                .build());
    }

    @Test
    void growsWithNothingButIdAndPath() {
        stub.nodePublishVolume(PUBLISH);

        assertThat(stub.nodeExpandVolume((NodeExpandVolumeRequest) Calls.NODE_EXPAND.request())
                        .getCapacityBytes())
                .isEqualTo(1L << 30);
    }

    @Test
    void aSecondTargetOfASingleWriterIsAPrecondition() {
        var single = PUBLISH.toBuilder()
                .setVolumeCapability(VolumeCapability.newBuilder(Calls.MOUNT)
                        .setAccessMode(Calls.mode(Mode.SINGLE_NODE_SINGLE_WRITER)))
                .build();
        stub.nodePublishVolume(single);

        var second = single.toBuilder().setTargetPath("/kubelet/other").build();

        assertThat(Calls.PUBLISH.with(second).status(server.channel()).getCode())
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(Calls.PUBLISH.with(single).status(server.channel()).getCode())
                .isEqualTo(Code.OK);
    }
}
