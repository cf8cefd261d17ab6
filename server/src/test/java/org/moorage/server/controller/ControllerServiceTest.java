package org.moorage.server.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.volume.CapacityQuery;
import org.moorage.api.volume.Verdict;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerExpandVolumeRequest;
import org.moorage.csi.v1.ControllerGetVolumeRequest;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerModifyVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.CreateSnapshotRequest;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.csi.v1.GetSnapshotRequest;
import org.moorage.csi.v1.ListSnapshotsRequest;
import org.moorage.csi.v1.ListVolumesRequest;
import org.moorage.csi.v1.Topology;
import org.moorage.csi.v1.TopologyRequirement;
import org.moorage.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.csi.v1.VolumeContentSource;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.FakeStorage;
import org.moorage.server.command.RunningServer;

class ControllerServiceTest {
    private static final CreateVolumeRequest CREATE = (CreateVolumeRequest) Calls.CREATE.request();
    private static final Topology ZONE =
            Topology.newBuilder().putSegments("topology.fake/zone", "z1").build();

    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final RunningServer server = RunningServer.of(driver);
    private final ControllerGrpc.ControllerBlockingStub stub = ControllerGrpc.newBlockingStub(server.channel());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void createHandsAllOverAndAnswersWithAll() {
        var request = CREATE.toBuilder()
                .putParameters("type", "fast")
                .putParameters("csi.storage.k8s.io/pvc/name", "data")
                .putSecrets("cloud", "west")
                .setAccessibilityRequirements(
                        TopologyRequirement.newBuilder().addRequisite(ZONE).addPreferred(ZONE))
                .build();

        var volume = stub.createVolume(request).getVolume();

        assertThat(volume.getCapacityBytes()).isEqualTo(1L << 30);
        assertThat(volume.getVolumeContextMap()).isEqualTo(Map.of("made-by", "fake"));
        assertThat(volume.getAccessibleTopologyList()).containsExactly(ZONE);
        assertThat(volume.hasContentSource()).isFalse();
        var spec = driver.storage().specs().getFirst();
        assertThat(spec.parameters()).isEqualTo(Map.of("type", "fast", "csi.storage.k8s.io/pvc/name", "data"));
        assertThat(spec.secrets().find("cloud").map(Secret::reveal)).contains("west");
        assertThat(spec.topology().preferred()).containsExactly(FakeStorage.ZONE);
    }

    @Test
    void aVolumeSaysWhatItWasFilledWith() {
        var origin = stub.createVolume(CREATE).getVolume().getVolumeId();
        var snapshot = stub.createSnapshot(CreateSnapshotRequest.newBuilder()
                        .setName("s")
                        .setSourceVolumeId(origin)
                        .build())
                .getSnapshot();
        var fromVolume = VolumeContentSource.newBuilder()
                .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(origin))
                .build();
        var fromSnapshot = VolumeContentSource.newBuilder()
                .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(snapshot.getSnapshotId()))
                .build();

        assertThat(snapshot.getCreationTime().getSeconds()).isEqualTo(1_700_000_000L);
        assertThat(filledWith("clone", fromVolume)).isEqualTo(fromVolume);
        assertThat(filledWith("restore", fromSnapshot)).isEqualTo(fromSnapshot);
    }

    private VolumeContentSource filledWith(String name, VolumeContentSource source) {
        return stub.createVolume(CREATE.toBuilder()
                        .setName(name)
                        .setVolumeContentSource(source)
                        .build())
                .getVolume()
                .getContentSource();
    }

    @Test
    void aListingSaysWhereVolumesAreAttached() {
        var id = stub.createVolume(CREATE).getVolume().getVolumeId();
        stub.createVolume(CREATE.toBuilder().setName("pvc-2").build());
        var context = stub.controllerPublishVolume((ControllerPublishVolumeRequest) Calls.ATTACH.request())
                .getPublishContextMap();

        var first = stub.listVolumes(
                ListVolumesRequest.newBuilder().setMaxEntries(1).build());
        var rest = stub.listVolumes(ListVolumesRequest.newBuilder()
                .setStartingToken(first.getNextToken())
                .build());

        assertThat(context).isEqualTo(Map.of("DevicePath", "/dev/vdb"));
        assertThat(first.getEntriesList()).singleElement().satisfies(entry -> {
            assertThat(entry.getVolume().getVolumeId()).isEqualTo(id);
            assertThat(entry.getStatus().getPublishedNodeIdsList()).containsExactly("node-1");
        });
        assertThat(rest.getEntriesCount()).isEqualTo(1);
        assertThat(rest.getNextToken()).isEmpty();
        assertThat(stub.controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getStatus()
                        .getPublishedNodeIdsList())
                .containsExactly("node-1");
    }

    @Test
    void confirmsCapabilitiesByRepeatingThemOrSaysWhyNot() {
        stub.createVolume(CREATE);
        var request = (ValidateVolumeCapabilitiesRequest) Calls.VALIDATE.request();
        var many = VolumeCapability.newBuilder(Calls.MOUNT)
                .setAccessMode(Calls.mode(VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER));

        var good = stub.validateVolumeCapabilities(
                request.toBuilder().putParameters("type", "fast").build());
        var bad = stub.validateVolumeCapabilities(
                request.toBuilder().addVolumeCapabilities(many).build());

        assertThat(good.getConfirmed().getVolumeCapabilitiesList()).containsExactly(Calls.MOUNT);
        assertThat(good.getConfirmed().getParametersMap()).isEqualTo(Map.of("type", "fast"));
        assertThat(bad.hasConfirmed()).isFalse();
        assertThat(bad.getMessage()).isEqualTo("only one node at a time");
    }

    @Test
    void expandAnswersWithTheTrueSize() {
        var id = stub.createVolume(CREATE).getVolume().getVolumeId();

        var answer = stub.controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes((2L << 30) - 5))
                .build());

        assertThat(answer.getCapacityBytes()).isEqualTo(2L << 30);
        assertThat(answer.getNodeExpansionRequired()).isTrue();
    }

    @Test
    void modifyHandsItsParametersOver() {
        var id = stub.createVolume(CREATE).getVolume().getVolumeId();

        stub.controllerModifyVolume(ControllerModifyVolumeRequest.newBuilder()
                .setVolumeId(id)
                .putMutableParameters("tier", "gold")
                .putSecrets("cloud", "west")
                .build());

        assertThat(driver.storage().modifications()).singleElement().satisfies(spec -> {
            assertThat(spec.volume().value()).isEqualTo(id);
            assertThat(spec.parameters()).isEqualTo(Map.of("tier", "gold"));
            assertThat(spec.secrets().find("cloud").map(Secret::reveal)).contains("west");
        });
    }

    @Test
    void createHandsMutableParametersToABackendThatCanModify() {
        stub.createVolume(
                CREATE.toBuilder().putParametersMutable("tier", "gold").build());

        assertThat(driver.storage().specs().getFirst().mutableParameters()).isEqualTo(Map.of("tier", "gold"));
    }

    @Test
    void createRefusesMutableParametersWhereNothingCanBeModified() {
        var provisioner = new VolumeProvisioner() {
            @Override
            public Volume create(VolumeSpec spec, Deadline deadline) {
                throw new AssertionError("nothing may be made");
            }

            @Override
            public void delete(VolumeId id, Secrets secrets, Deadline deadline) {}

            @Override
            public Verdict examine(
                    VolumeId id,
                    List<org.moorage.api.volume.VolumeCapability> capabilities,
                    Map<String, String> parameters,
                    Secrets secrets,
                    Deadline deadline) {
                return new Verdict.Confirmed();
            }
        };
        try (var plain = RunningServer.of(FakeDriver.withRoles(provisioner))) {
            var create = CREATE.toBuilder().putParametersMutable("tier", "gold").build();

            assertThatThrownBy(() ->
                            ControllerGrpc.newBlockingStub(plain.channel()).createVolume(create))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(e.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
                        assertThat(e.getStatus().getDescription()).contains("mutable_parameters");
                    });
        }
    }

    @Test
    void capacityIsAskedForAClassInAPlaceAndTellsTheLargestVolumeToo() {
        var answer = stub.getCapacity(GetCapacityRequest.newBuilder()
                .putParameters("type", "fast")
                .setAccessibleTopology(ZONE)
                .build());

        assertThat(answer.getAvailableCapacity()).isEqualTo(100L << 30);
        assertThat(answer.getMaximumVolumeSize().getValue()).isEqualTo(40L << 30);
        assertThat(answer.getMinimumVolumeSize().getValue()).isEqualTo(1L << 30);
        assertThat(driver.storage().queries())
                .containsExactly(new CapacityQuery(List.of(), Map.of("type", "fast"), Optional.of(FakeStorage.ZONE)));
    }

    @Test
    void findsSingleSnapshotsAndAnswersEmptyForUnknownOnes() {
        stub.createVolume(CREATE);
        stub.createSnapshot((CreateSnapshotRequest) Calls.SNAPSHOT.request());
        var byId = ListSnapshotsRequest.newBuilder().setSnapshotId("snap-2");

        assertThat(stub.listSnapshots(byId.build()).getEntriesCount()).isEqualTo(1);
        assertThat(stub.listSnapshots(byId.clone().setSourceVolumeId("other").build())
                        .getEntriesCount())
                .isZero();
        assertThat(stub.listSnapshots(ListSnapshotsRequest.newBuilder()
                                .setSnapshotId("none")
                                .build())
                        .getEntriesCount())
                .isZero();
        assertThat(stub.getSnapshot(GetSnapshotRequest.newBuilder()
                                .setSnapshotId("snap-2")
                                .build())
                        .getSnapshot()
                        .getSourceVolumeId())
                .isEqualTo("vol-1");
        assertThatThrownBy(() -> stub.getSnapshot(
                        GetSnapshotRequest.newBuilder().setSnapshotId("none").build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.NOT_FOUND));
    }
}
