package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.CsiProto;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.ProbeRequest;
import org.moorage.csi.v1.VolumeCapability;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

class CallLogTest {
    private static final String CANARY = "c4n4ry";

    @Test
    void writesOneLineForEachCall() {
        var driver = FakeDriver.withAllRoles();
        try (var server = RunningServer.of(driver)) {
            Calls.CREATE.send(server.channel());
            Calls.ATTACH.send(server.channel());
            driver.script().fail("publish", new Failure.Unavailable("the device is \"gone\"\nrc=5"));
            Calls.PUBLISH.status(server.channel());

            assertThat(server.logLines("rpc=CreateVolume"))
                    .singleElement()
                    .asString()
                    .matches("\\S+Z INFO CallLog: call rpc=CreateVolume name=pvc-1 code=OK elapsed_ms=\\d+"
                            + " request_id=req-[-0-9a-f]{36}");
            assertThat(server.logLines("rpc=ControllerPublishVolume"))
                    .singleElement()
                    .asString()
                    .contains("volume_id=vol-1 node_id=node-1 code=OK");
            assertThat(server.logLines("rpc=NodePublishVolume"))
                    .singleElement()
                    .asString()
                    .contains(" WARN ")
                    .contains("target_path=/kubelet/target code=UNAVAILABLE")
                    .endsWith("error=\"the device is \\\"gone\\\" rc=5\"");
        }
    }

    @Test
    void probesAreSilentWhileTheySucceed() {
        try (var server = RunningServer.of(FakeDriver.withAllRoles())) {
            IdentityGrpc.newBlockingStub(server.channel()).probe(ProbeRequest.getDefaultInstance());

            assertThat(server.logLines("rpc=Probe")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 5, 6, 9})
    void noSecretIsLoggedAtAnyVerbosity(int verbosity) {
        var driver = FakeDriver.withAllRoles();
        try (var server = RunningServer.verbose(driver, verbosity)) {
            Calls.all().forEach(call -> call.with(withCanaries(call.request())).status(server.channel()));
            Calls.all().forEach(call -> {
                driver.script().fail(call.reaches(), new Failure.Broken("no secret here"));
                call.with(withCanaries(call.request())).status(server.channel());
            });

            assertThat(server.log()).doesNotContain(CANARY).contains("rpc=CreateVolume");
            assertThat(server.logLines("requests: request rpc=CreateVolume").isEmpty())
                    .isEqualTo(verbosity < 5);
        }
    }

    @Test
    void printsRequestsWithoutWhatMustNotBeShown() {
        var request = ((CreateVolumeRequest) Calls.CREATE.request())
                .toBuilder()
                        .putSecrets("cloud", CANARY)
                        .putParameters("type", "fast")
                        .putParameters("csi.storage.k8s.io/serviceAccount.tokens", CANARY)
                        .setVolumeCapabilities(
                                0,
                                VolumeCapability.newBuilder(Calls.MOUNT)
                                        .setMount(VolumeCapability.MountVolume.newBuilder()
                                                .addMountFlags("password=" + CANARY)))
                        .build();

        assertThat(Redaction.print(request))
                .isEqualTo("{name:pvc-1, capacity_range:{required_bytes:1073741824},"
                        + " volume_capabilities:[{mount:{mount_flags:***}, access_mode:{mode:SINGLE_NODE_WRITER}}],"
                        + " parameters:{type:fast, csi.storage.k8s.io/serviceAccount.tokens:***},"
                        + " secrets:{cloud:***}}");
    }

    /// Puts a canary into each secret, and where kubelet and users put them.
    private static Message withCanaries(Message request) {
        var builder = request.toBuilder();
        for (var field : request.getDescriptorForType().getFields()) {
            var hides = field.getOptions().getExtension(CsiProto.csiSecret);
            if (field.isMapField() && (hides || field.getName().endsWith("_context"))) {
                var entry = builder.newBuilderForField(field);
                var key = entry.getDescriptorForType().findFieldByName("key");
                var value = entry.getDescriptorForType().findFieldByName("value");
                builder.addRepeatedField(
                        field,
                        entry.setField(key, "csi.storage.k8s.io/serviceAccount.tokens")
                                .setField(value, CANARY)
                                .build());
            }
            if (field.getName().equals("volume_capability") && request.hasField(field)) {
                builder.setField(
                        field,
                        VolumeCapability.newBuilder(Calls.MOUNT)
                                .setMount(VolumeCapability.MountVolume.newBuilder()
                                        .addMountFlags("password=" + CANARY))
                                .build());
            }
        }
        return builder.build();
    }
}
