package org.moorage.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.command.RunningServer;

class ClaimEventsTest {
    private static final Map<String, String> CLAIM =
            Map.of("csi.storage.k8s.io/pvc/name", "data", "csi.storage.k8s.io/pvc/namespace", "apps");

    private final FakeCluster cluster = new FakeCluster();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ClusterSettings settings =
            new ClusterSettings(Optional.of(cluster.url()), Optional.empty(), 1000, 1000, Duration.ofHours(12));

    @AfterEach
    void stop() {
        cluster.close();
    }

    private ClaimEvents events() {
        InstantSource clock = now::get;
        return new ClaimEvents(
                () -> new KubernetesApi(ClusterAccess.find(settings, Map.of()), settings),
                "cinder.csi.openstack.org",
                clock);
    }

    private List<ObjectNode> written() {
        return cluster.all("events");
    }

    private static void await(BooleanSupplier condition) {
        var end = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it comes in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void claimIsToldAReasonThatStaysAndARemedy() {
        var uid = cluster.claim("apps", "data", Map.of());
        try (var events = events()) {
            events.failed(CLAIM, new Failure.Exhausted("create volume pvc-1: 413 VolumeSizeExceedsAvailableQuota"));
            await(() -> written().size() == 1);
        }
        var event = written().getFirst();
        assertThat(event.path("reason").asText()).isEqualTo("QuotaExceeded");
        assertThat(event.path("message").asText()).contains("ask the cloud's operator for more");
        assertThat(event.path("type").asText()).isEqualTo("Warning");
        assertThat(event.at("/involvedObject/uid").asText()).isEqualTo(uid);
        assertThat(event.at("/metadata/namespace").asText()).isEqualTo("apps");
    }

    @Test
    void retriesAreCountedInOneEventNowAndThen() {
        cluster.claim("apps", "data", Map.of());
        try (var events = events()) {
            for (var i = 0; i < 20; i++) {
                events.failed(CLAIM, new Failure.Exhausted("no valid host; request id " + i));
            }
            events.failed(CLAIM, new Failure.OutOfRange("too large"));
            await(() -> written().size() == 2);
            assertThat(cluster.count("POST", "/events")).isEqualTo(2);

            now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
            events.failed(CLAIM, new Failure.Exhausted("no valid host"));
            await(() -> written().stream().anyMatch(event -> event.path("count").asInt() == 21));
        }
        assertThat(written())
                .extracting(event -> event.path("reason").asText())
                .containsExactlyInAnyOrder("NoCapacity", "SizeNotPossible");
    }

    @Test
    void anEventThatCouldNotBeWrittenIsWrittenAtTheNextFailure() {
        cluster.claim("apps", "data", Map.of());
        try (var events = events()) {
            cluster.breakDown(true);
            events.failed(CLAIM, new Failure.Exhausted("no room"));
            // All tries of the first have come to nothing.
            await(() -> cluster.count("GET", "persistentvolumeclaims") == 5);
            cluster.breakDown(false);

            events.failed(CLAIM, new Failure.Exhausted("no room"));

            await(() -> written().size() == 1);
        }
    }

    @Test
    void serverThatWasStartedAnewGoesOnWithItsEvent() {
        cluster.claim("apps", "data", Map.of());
        for (var i = 1; i <= 2; i++) {
            var count = i;
            try (var events = events()) {
                events.failed(CLAIM, new Failure.Invalid("no such type"));
                await(() ->
                        written().stream().anyMatch(event -> event.path("count").asInt() == count));
            }
        }
        assertThat(written()).hasSize(1);
    }

    @Test
    void accountThatMayNotWriteEventsIsNotTriedAgain() {
        cluster.claim("apps", "data", Map.of());
        cluster.forbid("events");
        try (var events = events()) {
            events.failed(CLAIM, new Failure.Invalid("no such type"));
            await(() -> cluster.count("POST", "/events") == 1);
            await(() -> {
                var before = cluster.requests().size();
                now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
                events.failed(CLAIM, new Failure.OutOfRange("too large"));
                return cluster.requests().size() == before;
            });
            assertThat(cluster.count("POST", "/events")).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatPassesByItselfAndWhoNamesNoClaimWriteNothing() {
        cluster.claim("apps", "data", Map.of());
        try (var events = events()) {
            events.failed(CLAIM, new Failure.Unavailable("503"));
            events.failed(CLAIM, new Failure.Broken("the cloud failed"));
            events.failed(Map.of(), new Failure.Invalid("no such type"));
            events.failed(CLAIM, new Failure.Invalid("no such type"));
            await(() -> written().size() == 1);
        }
        assertThat(cluster.count("POST", "/events")).isEqualTo(1);
    }

    @Test
    void failingCallIsAnsweredThoughTheClusterIsDown() {
        var driver = FakeDriver.withAllRoles();
        cluster.breakDown(true);
        driver.script().fail("create", new Failure.Exhausted("quota"));
        try (var server = RunningServer.of(driver, "--master=" + cluster.url())) {
            var request = CreateVolumeRequest.newBuilder()
                    .setName("pvc-1")
                    .addVolumeCapabilities(Calls.MOUNT)
                    .putAllParameters(CLAIM)
                    .build();

            assertThatThrownBy(() ->
                            ControllerGrpc.newBlockingStub(server.channel()).createVolume(request))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("RESOURCE_EXHAUSTED");
            await(() -> cluster.count("GET", "/persistentvolumeclaims/data") > 0);
        }
    }
}
