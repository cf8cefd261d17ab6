package org.moorage.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Role;
import org.moorage.csi.v1.ControllerGetCapabilitiesRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerServiceCapability;
import org.moorage.csi.v1.GetPluginCapabilitiesRequest;
import org.moorage.csi.v1.GroupControllerGetCapabilitiesRequest;
import org.moorage.csi.v1.GroupControllerGrpc;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGetCapabilitiesRequest;
import org.moorage.csi.v1.NodeGetStorageHealthRequest;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodeServiceCapability;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// What is announced is there, and what is not there is not announced.
class CapabilitiesTest {
    private static final Role NOTHING = new Role() {};

    @Test
    void aBackendWithAllRolesAnnouncesAllThatIsBuilt() {
        try (var server = RunningServer.of(FakeDriver.withAllRoles())) {
            assertThat(controller(server))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder(
                            "CREATE_DELETE_VOLUME",
                            "PUBLISH_UNPUBLISH_VOLUME",
                            "LIST_VOLUMES",
                            "LIST_VOLUMES_PUBLISHED_NODES",
                            "GET_VOLUME",
                            "VOLUME_CONDITION",
                            "GET_VOLUME_HEALTH",
                            "LIST_VOLUME_HEALTH",
                            "CREATE_DELETE_SNAPSHOT",
                            "LIST_SNAPSHOTS",
                            "GET_SNAPSHOT",
                            "CLONE_VOLUME",
                            "EXPAND_VOLUME",
                            "MODIFY_VOLUME",
                            "GET_CAPACITY",
                            "SINGLE_NODE_MULTI_WRITER");
            assertThat(node(server))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder(
                            "STAGE_UNSTAGE_VOLUME",
                            "GET_VOLUME_STATS",
                            "EXPAND_VOLUME",
                            "VOLUME_CONDITION",
                            "GET_VOLUME_HEALTH",
                            "SINGLE_NODE_MULTI_WRITER");
            assertThat(plugin(server))
                    .containsExactlyInAnyOrder(
                            "CONTROLLER_SERVICE",
                            "GROUP_CONTROLLER_SERVICE",
                            "VOLUME_ACCESSIBILITY_CONSTRAINTS",
                            "ONLINE",
                            "OFFLINE");
            assertThat(GroupControllerGrpc.newBlockingStub(server.channel())
                            .groupControllerGetCapabilities(GroupControllerGetCapabilitiesRequest.getDefaultInstance())
                            .getCapabilitiesList())
                    .extracting(one -> one.getRpc().getType().name())
                    .containsExactly("CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT");
        }
    }

    @Test
    void aBackendWithoutRolesAnnouncesNothingAndDoesNothing() {
        var driver = FakeDriver.withRoles(NOTHING);
        try (var server = RunningServer.of(driver)) {
            assertThat(controller(server)).isEmpty();
            assertThat(node(server)).isEmpty();
            assertThat(plugin(server)).containsExactly("VOLUME_ACCESSIBILITY_CONSTRAINTS");
            Calls.all()
                    .forEach(call -> assertThat(call.status(server.channel()).getCode())
                            .as(call.toString())
                            .isEqualTo(Code.UNIMPLEMENTED));
            assertThat(driver.script().calls()).isEmpty();
        }
    }

    @Test
    void whatNoRoleIsBehindIsUnimplemented() {
        try (var server = RunningServer.of(FakeDriver.withAllRoles())) {
            assertThat(List.of(code(() -> NodeGrpc.newBlockingStub(server.channel())
                            .nodeGetStorageHealth(NodeGetStorageHealthRequest.getDefaultInstance()))))
                    .containsOnly(Code.UNIMPLEMENTED);
        }
    }

    @Test
    void aServiceThatIsSwitchedOffIsNotThere() {
        try (var server = RunningServer.of(FakeDriver.withAllRoles(), "--provide-node-service=false")) {
            assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.OK);
            assertThat(Calls.INFO.status(server.channel()).getCode()).isEqualTo(Code.UNIMPLEMENTED);
            assertThat(plugin(server)).contains("CONTROLLER_SERVICE");
        }
        try (var server = RunningServer.of(FakeDriver.withAllRoles(), "--provide_controller_service=false")) {
            assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Code.UNIMPLEMENTED);
            assertThat(Calls.INFO.status(server.channel()).getCode()).isEqualTo(Code.OK);
            assertThat(plugin(server)).contains("CONTROLLER_SERVICE");
        }
    }

    private static Code code(Runnable call) {
        try {
            call.run();
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static List<ControllerServiceCapability.RPC.Type> controller(RunningServer server) {
        return ControllerGrpc.newBlockingStub(server.channel())
                .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList()
                .stream()
                .map(one -> one.getRpc().getType())
                .toList();
    }

    private static List<NodeServiceCapability.RPC.Type> node(RunningServer server) {
        return NodeGrpc.newBlockingStub(server.channel())
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList()
                .stream()
                .map(one -> one.getRpc().getType())
                .toList();
    }

    private static List<String> plugin(RunningServer server) {
        return IdentityGrpc.newBlockingStub(server.channel())
                .getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList()
                .stream()
                .map(one -> one.hasService()
                        ? one.getService().getType().name()
                        : one.getVolumeExpansion().getType().name())
                .toList();
    }
}
