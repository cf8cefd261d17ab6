package org.moorage.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;

class WatchedClaimsTest {
    private static final String NEAR = "cinder.csi.openstack.org/affinity";
    private static final String PATH = "/api/v1/persistentvolumeclaims";
    private static final InstantSource CLOCK = InstantSource.system();

    private final FakeCluster cluster = new FakeCluster();
    private final ClusterSettings settings =
            new ClusterSettings(Optional.of(cluster.url()), Optional.empty(), 1000, 1000, Duration.ofHours(12));
    private final KubernetesApi api = new KubernetesApi(ClusterAccess.find(settings, Map.of()), settings);

    @AfterEach
    void stop() {
        api.close();
        cluster.close();
    }

    private WatchedClaims start() {
        return WatchedClaims.start(api, "cinder.csi.openstack.org", settings.resync(), CLOCK);
    }

    private static Map<String, String> of(WatchedClaims claims, String uid, String name) {
        var parameters = Map.of("csi.storage.k8s.io/pvc/namespace", "apps", "csi.storage.k8s.io/pvc/name", name);
        return claims.of("pvc-" + uid, parameters, Deadline.after(Duration.ofSeconds(3), CLOCK));
    }

    private static void await(BooleanSupplier condition) {
        var end = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it comes in time").isBefore(end);
            Thread.onSpinWait();
        }
    }

    /// How many claims were read by themselves.
    private long reads() {
        return cluster.count("GET", "/persistentvolumeclaims/");
    }

    private void awaitSeen(WatchedClaims claims, String uid, String name) {
        await(() -> {
            var before = reads();
            of(claims, uid, name);
            return reads() == before;
        });
    }

    @Test
    void annotationsForTheDriverAreKnownWithoutAsking() {
        for (var i = 0; i < 600; i++) {
            cluster.claim("apps", "other-" + i, Map.of());
        }
        var uid = cluster.claim("apps", "data", Map.of(NEAR, "vol", "another/key", "x"));
        try (var claims = start()) {
            assertThat(of(claims, uid, "data")).isEqualTo(Map.of(NEAR, "vol"));
            assertThat(reads()).isZero();
        }
        assertThat(cluster.requests())
                .allSatisfy(request -> assertThat(request.accept()).contains("PartialObject"));
    }

    @Test
    void claimThatTheViewDoesNotKnowYetIsReadByItself() {
        try (var claims = start()) {
            cluster.claim("apps", "old", Map.of(NEAR, "before"));
            cluster.remove("/api/v1/namespaces/apps/persistentvolumeclaims/old");
            var uid = cluster.claim("apps", "old", Map.of(NEAR, "after"));

            assertThat(of(claims, uid, "old")).isEqualTo(Map.of(NEAR, "after"));
        }
    }

    @Test
    void claimThatWasMadeAnewUnderItsNameIsNotTakenForTheOldOne() {
        cluster.claim("apps", "data", Map.of(NEAR, "before"));
        try (var claims = start()) {
            cluster.endWatches();
            cluster.breakDown(true);
            cluster.remove("/api/v1/namespaces/apps/persistentvolumeclaims/data");
            var uid = cluster.claim("apps", "data", Map.of(NEAR, "after"));
            cluster.breakDown(false);

            assertThat(of(claims, uid, "data")).isEqualTo(Map.of(NEAR, "after"));
        }
    }

    @Test
    void changesAreFollowedThroughInterruptions() {
        var uid = cluster.claim("apps", "data", Map.of());
        try (var claims = start()) {
            await(() -> cluster.count("GET", "watch=true") > 0);
            cluster.endWatches();
            cluster.claim("apps", "data2", Map.of());
            cluster.put(
                    "/api/v1/namespaces/apps/persistentvolumeclaims/data",
                    "{\"metadata\": {\"uid\": \"" + uid + "\", \"annotations\": {\"" + NEAR + "\": \"new\"}}}");

            await(() -> of(claims, uid, "data").equals(Map.of(NEAR, "new")));
            assertThat(cluster.count("GET", PATH + "?limit")).isEqualTo(1);
        }
    }

    @Test
    void whatIsTooOldToGoOnFromIsListedAnew() {
        try (var claims = start()) {
            await(() -> cluster.count("GET", "watch=true") > 0);
            cluster.breakDown(true);
            cluster.endWatches();
            var uid = cluster.claim("apps", "data", Map.of(NEAR, "vol"));
            cluster.compact();
            cluster.breakDown(false);

            awaitSeen(claims, uid, "data");
            assertThat(of(claims, uid, "data")).isEqualTo(Map.of(NEAR, "vol"));
            assertThat(cluster.count("GET", PATH + "?limit")).isEqualTo(2);
        }
    }

    @Test
    void requestThatCannotBeAnsweredIsToldToComeBackAndIsNotAnsweredWithNothing() {
        try (var claims = start()) {
            cluster.breakDown(true);

            assertThatThrownBy(() -> of(claims, UUID.randomUUID().toString(), "data"))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("apps/data");
        }
    }

    @Test
    void requestThatNamesNoClaimOrOneThatHasGoneHasNoAnnotations() {
        try (var claims = start()) {
            assertThat(claims.of("pvc-1", Map.of(), Deadline.after(Duration.ofSeconds(3), CLOCK)))
                    .isEmpty();
            assertThat(of(claims, UUID.randomUUID().toString(), "gone")).isEmpty();
        }
    }

    @Test
    void clusterThatIsAwayAtTheStartIsFollowedOnceItIsThere() {
        var uid = cluster.claim("apps", "data", Map.of(NEAR, "vol"));
        cluster.breakDown(true);
        try (var claims = start()) {
            assertThatThrownBy(() -> of(claims, uid, "data")).isInstanceOf(Failure.Unavailable.class);

            cluster.breakDown(false);

            assertThat(of(claims, uid, "data")).isEqualTo(Map.of(NEAR, "vol"));
            awaitSeen(claims, uid, "data");
        }
    }

    @Test
    void startIsRefusedWhereTheAccountMayNotReadClaims() {
        cluster.forbid("persistentvolumeclaims");

        assertThatThrownBy(this::start)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("403")
                .hasMessageContaining("allow get, list and watch of persistentvolumeclaims")
                .message()
                .doesNotContain("\n");
    }
}
