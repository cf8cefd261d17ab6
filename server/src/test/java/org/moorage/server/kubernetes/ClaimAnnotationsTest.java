package org.moorage.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Refusal;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

/// `--pvc-annotations` of a whole server, against a Kubernetes API over HTTP.
class ClaimAnnotationsTest {
    private static final String OURS = "fake.csi.moorage.org/affinity";

    private final FakeCluster cluster = new FakeCluster();
    private final FakeDriver driver = FakeDriver.withAllRoles();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private CreateVolumeRequest request(String uid) {
        return CreateVolumeRequest.newBuilder()
                .setName("pvc-" + uid)
                .addVolumeCapabilities(Calls.MOUNT)
                .putParameters("csi.storage.k8s.io/pvc/name", "data")
                .putParameters("csi.storage.k8s.io/pvc/namespace", "apps")
                .build();
    }

    @Test
    void annotationsOfTheClaimReachTheBackend() {
        var uid = cluster.claim("apps", "data", Map.of(OURS, "vol-1", "someone.else/affinity", "vol-2"));
        try (var server = RunningServer.of(driver, "--pvc-annotations", "--master=" + cluster.url())) {
            ControllerGrpc.newBlockingStub(server.channel()).createVolume(request(uid));
        }

        assertThat(driver.storage().specs().getLast().annotations()).isEqualTo(Map.of(OURS, "vol-1"));
    }

    /// Several drivers of one kind, one for each protocol, heed the annotations that are written for the kind.
    @Test
    void annotationForTheKindOfDriverReachesIt() {
        var ofTheKind = Map.of("csi.moorage.org/affinity", "vol-1", "moorage.org/group-id", "g");
        var uid = cluster.claim(
                "apps",
                "data",
                Map.of(
                        "csi.moorage.org/affinity", "vol-1",
                        "moorage.org/group-id", "g",
                        "nfs.fake.csi.moorage.org/affinity", "vol-2",
                        "age.org/affinity", "vol-3"));
        try (var server = RunningServer.of(driver, "--pvc-annotations", "--master=" + cluster.url())) {
            ControllerGrpc.newBlockingStub(server.channel()).createVolume(request(uid));
        }

        assertThat(driver.storage().specs().getLast().annotations()).isEqualTo(ofTheKind);
    }

    @Test
    void withoutTheFlagNobodyAsksTheCluster() {
        var uid = cluster.claim("apps", "data", Map.of(OURS, "vol-1"));
        try (var server = RunningServer.of(driver, "--master=" + cluster.url())) {
            ControllerGrpc.newBlockingStub(server.channel()).createVolume(request(uid));
        }

        assertThat(driver.storage().specs().getLast().annotations()).isEmpty();
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void nodeServiceAloneDoesNotAskTheCluster() {
        try (var server = RunningServer.of(
                driver, "--pvc-annotations", "--provide-controller-service=false", "--master=" + cluster.url())) {
            assertThat(Calls.LIST.status(server.channel()).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        }

        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void serverThatCannotReadClaimsDoesNotStart() {
        cluster.forbid("persistentvolumeclaims");

        assertThatThrownBy(() -> RunningServer.of(driver, "--pvc-annotations", "--master=" + cluster.url()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--pvc-annotations");
        assertThat(driver.closed()).isTrue();
    }

    @Test
    void limitsAreReadAsTheGoDriverWritesThem() {
        assertThatThrownBy(() -> RunningServer.of(
                        driver, "--kube-api-qps=-1", "--kube-api-burst=many", "--min-resync-period=soon"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .containsExactly(
                                        "--kube-api-qps=-1: write a number above 0",
                                        "--kube-api-burst=many: write a number above 0",
                                        "--min-resync-period=soon: write a time such as 12h or 90m"));
    }
}
