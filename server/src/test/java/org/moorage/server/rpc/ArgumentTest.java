package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status.Code;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeCapability.AccessMode.Mode;
import org.moorage.csi.v1.VolumeContentSource;
import org.moorage.server.Calls;
import org.moorage.server.Calls.Call;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// What is missing or wrong in a request is told before anything is asked of a backend or the host.
class ArgumentTest {
    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CreateVolume, name",
        "CreateVolume, volume_capabilities",
        "DeleteVolume, volume_id",
        "ControllerPublishVolume, volume_id",
        "ControllerPublishVolume, node_id",
        "ControllerPublishVolume, volume_capability",
        "ControllerUnpublishVolume, volume_id",
        "ValidateVolumeCapabilities, volume_id",
        "ValidateVolumeCapabilities, volume_capabilities",
        "ControllerGetVolume, volume_id",
        "ControllerExpandVolume, volume_id",
        "ControllerExpandVolume, capacity_range",
        "ControllerModifyVolume, volume_id",
        "CreateSnapshot, name",
        "CreateSnapshot, source_volume_id",
        "DeleteSnapshot, snapshot_id",
        "GetSnapshot, snapshot_id",
        "NodeStageVolume, volume_id",
        "NodeStageVolume, staging_target_path",
        "NodeStageVolume, volume_capability",
        "NodeUnstageVolume, volume_id",
        "NodeUnstageVolume, staging_target_path",
        "NodePublishVolume, volume_id",
        "NodePublishVolume, staging_target_path",
        "NodePublishVolume, target_path",
        "NodePublishVolume, volume_capability",
        "NodeUnpublishVolume, volume_id",
        "NodeUnpublishVolume, target_path",
        "NodeExpandVolume, volume_id",
        "NodeExpandVolume, volume_path",
        "NodeGetVolumeStats, volume_id",
        "NodeGetVolumeStats, volume_path"
    })
    void namesTheFieldThatIsMissing(String rpc, String field) {
        var call = call(rpc);
        var request = call.request().toBuilder();
        request.clearField(call.request().getDescriptorForType().findFieldByName(field));

        refused(call, request.build(), Code.INVALID_ARGUMENT, field + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "NodeStageVolume, staging_target_path",
        "NodeUnstageVolume, staging_target_path",
        "NodePublishVolume, staging_target_path",
        "NodePublishVolume, target_path",
        "NodeUnpublishVolume, target_path"
    })
    void refusesPathsThatLeadElsewhere(String rpc, String field) {
        var call = call(rpc);
        for (var path : List.of("some/path", "/kubelet/../etc", "/kubelet/./x", "/kubelet/a\nb")) {
            refused(call, with(call.request(), field, path), Code.INVALID_ARGUMENT, field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NodeGetVolumeStats", "NodeExpandVolume"})
    void findsNoVolumeAtARelativePath(String rpc) {
        var call = call(rpc);

        refused(call, with(call.request(), "volume_path", "some/path"), Code.NOT_FOUND, "some/path");
    }

    @Test
    void refusesCapabilitiesThatSayNothing() {
        var noMode = VolumeCapability.newBuilder(Calls.MOUNT).clearAccessMode().build();
        var noType = VolumeCapability.newBuilder(Calls.MOUNT).clearMount().build();
        var newMode = VolumeCapability.newBuilder(Calls.MOUNT)
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setModeValue(99))
                .build();

        refused(Calls.CREATE, create(request -> request.addVolumeCapabilities(noMode)), "access_mode");
        refused(Calls.CREATE, create(request -> request.addVolumeCapabilities(noType)), "access_type");
        refused(Calls.CREATE, create(request -> request.addVolumeCapabilities(newMode)), "access_mode");
    }

    @Test
    void refusesWhatItCannotDo() {
        refused(
                Calls.CREATE,
                create(request -> request.setVolumeContentSource(VolumeContentSource.getDefaultInstance())),
                "volume_content_source");
        refused(
                Calls.CREATE,
                create(request ->
                        request.setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(-1))),
                "negative");
        refused(
                Calls.CREATE,
                create(request -> request.setCapacityRange(
                        CapacityRange.newBuilder().setRequiredBytes(5).setLimitBytes(4))),
                Code.OUT_OF_RANGE,
                "limit_bytes");
        refused(Calls.LIST, with(Calls.LIST.request(), "max_entries", -1), Code.INVALID_ARGUMENT, "max_entries");
        refused(
                Calls.LIST_SNAPSHOTS,
                with(Calls.LIST_SNAPSHOTS.request(), "max_entries", -1),
                Code.INVALID_ARGUMENT,
                "max_entries");
    }

    @Test
    void hasNoInlineVolumes() {
        var request = ((NodePublishVolumeRequest) Calls.PUBLISH.request())
                .toBuilder().putVolumeContext("csi.storage.k8s.io/ephemeral", "true");

        refused(Calls.PUBLISH, request.build(), Code.UNIMPLEMENTED, "inline");
    }

    @Test
    void takesLongNamesAndIdsThatAreNoUuids() {
        var call = Calls.CREATE.with(with(Calls.CREATE.request(), "name", "n".repeat(128)));

        assertThat(call.status(server.channel()).getCode()).isEqualTo(Code.OK);
        assertThat(Calls.DELETE
                        .with(with(Calls.DELETE.request(), "volume_id", "fake-vol-id"))
                        .status(server.channel())
                        .getCode())
                .isEqualTo(Code.OK);
    }

    @Test
    void takesEveryAccessModeThatCsiKnows() {
        for (var mode : Mode.values()) {
            if (mode != Mode.UNKNOWN && mode != Mode.UNRECOGNIZED) {
                var capability = VolumeCapability.newBuilder(Calls.MOUNT).setAccessMode(Calls.mode(mode));
                var call = Calls.CREATE.with(
                        create(request -> request.setName("pvc-" + mode).addVolumeCapabilities(capability)));
                assertThat(call.status(server.channel()).getCode())
                        .as(mode.name())
                        .isEqualTo(Code.OK);
            }
        }
    }

    private static Message create(Consumer<CreateVolumeRequest.Builder> change) {
        var request = ((CreateVolumeRequest) Calls.CREATE.request()).toBuilder();
        change.accept(request);
        return request.build();
    }

    private static Message with(Message request, String field, Object value) {
        var descriptor = request.getDescriptorForType().findFieldByName(field);
        return request.toBuilder().setField(descriptor, value).build();
    }

    private static Call call(String rpc) {
        return Calls.all()
                .filter(call -> call.toString().equals(rpc))
                .findFirst()
                .orElseThrow();
    }

    private void refused(Call call, Message request, String words) {
        refused(call, request, Code.INVALID_ARGUMENT, words);
    }

    private void refused(Call call, Message request, Code code, String words) {
        var status = call.with(request).status(server.channel());

        assertThat(status.getCode()).as(status.toString()).isEqualTo(code);
        assertThat(status.getDescription()).contains(words);
        assertThat(driver.script().calls()).isEmpty();
    }
}
