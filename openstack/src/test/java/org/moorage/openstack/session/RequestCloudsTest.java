package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.testing.CapturedLog;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.LoopbackServer.Stall;
import org.moorage.openstack.testing.TestCloud;

class RequestCloudsTest {
    private static final String REFUSAL = "{\"error\": {\"message\": \"The request requires authentication.\"}}";

    private final TestCloud keystone = new TestCloud();
    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> Instant.now().plus(later.get());
    private final RequestClouds<Cloud> clouds = RequestClouds.open(client(), Optional.empty(), cloud -> cloud);

    @BeforeEach
    void hasManilaAlone() {
        keystone.catalogIs(keystone.entry("sharev2", "RegionOne", "public", "/share/v2"));
    }

    @AfterEach
    void stop() {
        clouds.close();
        keystone.close();
    }

    @Test
    void hundredRequestsWithTheSameSecretsLogInOnce() throws Exception {
        var found = new ArrayList<Future<Cloud>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 100; i++) {
                found.add(threads.submit(() -> {
                    var cloud = clouds.of(secrets(), soon());
                    use(cloud);
                    return cloud;
                }));
            }
        }

        for (var one : found) {
            assertThat(one.get()).isSameAs(found.getFirst().get());
        }
        assertThat(keystone.logins()).isEqualTo(1);
    }

    @Test
    void otherSecretsAreAnotherSession() {
        var one = clouds.of(secrets(), soon());
        var other = clouds.of(secretsWith("os-password", "other"), soon());

        assertThat(other).isNotSameAs(one);
        assertThat(keystone.logins()).isEqualTo(2);
    }

    @Test
    void tellsOfItsSessionsWithoutTheirSecrets() {
        var secrets = secretsWith("os-password", "hunter2");
        var cloud = clouds.of(secrets, soon());

        assertThat(clouds.open()).containsExactly(cloud);
        assertThat(clouds.sessions()).singleElement().satisfies(session -> {
            assertThat(session.name()).startsWith("secrets of requests");
            assertThat(session.state()).isEqualTo("logged in");
            assertThat(session.ends().orElseThrow()).isAfter(clock.instant());
        });
        assertThat(clouds.sessions().toString())
                .doesNotContain(secrets.byKey().values().stream()
                        .map(Secret::reveal)
                        .filter(text -> text.length() > 3)
                        .toArray(String[]::new));
        clouds.close();
        assertThat(clouds.sessions()).isEmpty();
    }

    @Test
    void tellsOfALoginThatWasRefused() {
        keystone.keystoneDoes(_ -> LoopbackServer.answer(401, REFUSAL));

        assertThat(catchThrowable(() -> clouds.of(secrets(), soon()))).isInstanceOf(Failure.Unavailable.class);

        assertThat(clouds.open()).isEmpty();
        assertThat(clouds.sessions()).singleElement().satisfies(session -> {
            assertThat(session.state()).isEqualTo("the login failed");
            assertThat(session.ends()).isEmpty();
        });
    }

    @Test
    void textsThatRunTogetherAlikeAreNotTheSame() {
        var digest = new SecretDigest();

        assertThat(digest.of(Secrets.of(Map.of("a", "bc", "d", ""))))
                .isNotEqualTo(digest.of(Secrets.of(Map.of("a", "b", "cd", ""))));
        assertThat(new SecretDigest().of(secrets())).isNotEqualTo(digest.of(secrets()));
    }

    @Test
    void tokenIsRenewedInTheSameSession() {
        var cloud = clouds.of(secrets(), soon());
        keystone.revokeTokens();

        use(cloud);

        assertThat(clouds.of(secrets(), soon())).isSameAs(cloud);
        assertThat(keystone.logins()).isEqualTo(2);
    }

    @Test
    void endsWhenNobodyHasUsedItForTenMinutes() {
        var first = clouds.of(secrets(), soon());
        pass(Duration.ofMinutes(9));
        use(first);
        pass(Duration.ofMinutes(9));
        clouds.sweep();
        assertThat(clouds.of(secrets(), soon())).isSameAs(first);

        pass(Duration.ofMinutes(11));
        clouds.sweep();

        assertThat(clouds.size()).isZero();
        assertThatThrownBy(() -> use(first, Duration.ofMillis(300))).isInstanceOf(OpenStackError.class);
        assertThat(clouds.of(secrets(), soon())).isNotSameAs(first);
        assertThat(keystone.logins()).isEqualTo(2);
    }

    @Test
    void refusedLoginIsNotTriedAgainAtOnceByWhoeverAsks() throws Exception {
        keystone.keystoneDoes(_ -> LoopbackServer.answer(401, REFUSAL));
        var failures = new ArrayList<Future<Throwable>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 50; i++) {
                failures.add(threads.submit(() -> catchThrowable(() -> clouds.of(secrets(), soon()))));
            }
        }

        for (var failure : failures) {
            assertThat(failure.get())
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessage("the secret: Keystone at " + keystone.url() + " refuses the credentials"
                            + " (The request requires authentication.): check os-userName, os-password, their domain"
                            + " and the project");
        }
        assertThatThrownBy(() -> clouds.of(secrets(), soon())).isInstanceOf(Failure.Unavailable.class);
        assertThat(keystone.server().requests()).hasSize(1);

        keystone.keystoneDoes(null);
        pass(Duration.ofSeconds(6));
        use(clouds.of(secrets(), soon()));
        assertThat(keystone.logins()).isEqualTo(1);
    }

    @Test
    void cloudThatWasAwayIsTriedAgainByTheNextRequest() {
        keystone.keystoneDoes(_ -> LoopbackServer.answer(500, "{\"error\": {\"message\": \"database gone\"}}"));
        assertThatThrownBy(() -> clouds.of(secrets(), soon()))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("database gone");

        keystone.keystoneDoes(null);

        use(clouds.of(secrets(), soon()));
    }

    @Test
    void loginOutlivesTheCallerThatBeganIt() {
        keystone.keystoneDoes(_ -> new Stall());
        var shortly = Deadline.after(Duration.ofMillis(200), clock);

        assertThatThrownBy(() -> clouds.of(secrets(), shortly))
                .isInstanceOf(Failure.Unfinished.class)
                .hasMessage("the login with the request's secrets did not end before the deadline");
        assertThatThrownBy(() -> clouds.of(secrets(), Deadline.after(Duration.ofMillis(200), clock)))
                .isInstanceOf(Failure.Unfinished.class);
        assertThat(keystone.server().requests()).hasSize(1);
    }

    @Test
    void cloudWithoutManilaIsRefusedByName() {
        keystone.catalogIs(keystone.entry("volumev3", "RegionOne", "public", "/cinder"));

        assertThatThrownBy(() -> clouds.of(secrets(), soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("lists no shared file systems (Manila): it must be one of the types"
                        + " [shared-file-system, sharev2, share]");
    }

    @Test
    void wrongRegionNamesTheKeyAndTheRegions() {
        assertThatThrownBy(() -> clouds.of(secretsWith("os-region", "north"), soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("write os-region = one of [RegionOne]");
    }

    @Test
    void serviceThatIsNotNeededAndNotThereFailsWhenCalled() {
        var cloud = clouds.of(secrets(), soon());

        assertThatThrownBy(() -> cloud.compute().send(Calls.get("x", "/servers", Map.of(), Optional.empty()), soon()))
                .hasMessageContaining("lists no compute (Nova)");
    }

    @Test
    void requestWithoutSecretsHasTheDriversOwnCloud() {
        var own = clouds.of(secrets(), soon());
        try (var withOwn = RequestClouds.open(client(), Optional.of(own), cloud -> cloud)) {
            assertThat(withOwn.of(Secrets.none(), soon())).isSameAs(own);
            assertThat(withOwn.of(Secrets.of(Map.of("userID", "x", "userKey", "y")), soon()))
                    .isSameAs(own);
            assertThat(withOwn.of(secrets(), soon())).isNotSameAs(own);
            assertThat(withOwn.own()).contains(own);
        }
    }

    @Test
    void requestWithoutSecretsIsRefusedWhereTheDriverHasNoCloud() {
        assertThatThrownBy(() -> clouds.of(Secrets.none(), soon()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("the request carries no OpenStack secrets");
    }

    @Test
    void changedFileBeginsTheSessionAnew(@TempDir Path dir) throws Exception {
        var yaml = dir.resolve("clouds.yaml");
        Files.writeString(yaml, cloudsYaml("old"));
        var secrets = Secrets.of(Map.of("os-useClouds", "true", "os-cloudsFile", yaml.toString()));
        var first = clouds.of(secrets, soon());

        Files.writeString(yaml, cloudsYaml("new"));
        pass(Duration.ofSeconds(6));
        var second = clouds.of(secrets, soon());

        assertThat(second).isNotSameAs(first);
        assertThat(keystone.server().requests().getLast().body()).contains("\"password\":\"new\"");
        use(first);
    }

    @Test
    void nothingSaysASecret() {
        var said = new ArrayList<String>();
        try (var log = CapturedLog.everything()) {
            for (var status : List.of(400, 401, 403, 404, 500)) {
                keystone.keystoneDoes(request -> LoopbackServer.answer(status, request.body()));
                said.add(traceOf(() -> clouds.of(secretsWith("os-password", "canary-" + status), soon())));
            }
            said.add(traceOf(() -> clouds.of(secretsWith("os-TLSInsecure", "canary"), soon())));
            keystone.keystoneDoes(null);
            var secrets = secretsWith("os-password", "canary-good");
            var cloud = clouds.of(secrets, soon());
            use(cloud);
            said.add(secrets + " " + clouds + " " + cloud + " " + cloud.sharedFileSystem());
            said.addAll(log.lines());
        }

        assertThat(String.join("\n", said)).doesNotContain("canary").contains("***");
    }

    private static String traceOf(Runnable action) {
        var trace = new StringWriter();
        catchThrowable(action::run).printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private String cloudsYaml(String password) {
        return """
                clouds:
                  one:
                    auth:
                      auth_url: %s
                      user_id: u1
                      password: %s
                      project_id: p1
                """.formatted(keystone.url(), password);
    }

    private void pass(Duration time) {
        later.updateAndGet(time::plus);
    }

    private static void use(Cloud cloud) {
        use(cloud, Duration.ofSeconds(20));
    }

    private static void use(Cloud cloud, Duration limit) {
        var call = Calls.get("share_get", "/shares/1", Map.of(), Optional.empty());
        assertThat(cloud.sharedFileSystem()
                        .send(call, Deadline.after(limit, InstantSource.system()))
                        .status())
                .isEqualTo(200);
    }

    private Secrets secrets() {
        return secretsWith("os-region", "RegionOne");
    }

    private Secrets secretsWith(String key, String value) {
        var texts = new HashMap<>(Map.of(
                "os-authURL", keystone.url().toString(),
                "os-userName", "ann",
                "os-domainName", "Default",
                "os-password", "s3",
                "os-projectID", "p1"));
        texts.put(key, value);
        return Secrets.of(texts);
    }

    private Client client() {
        return new Client(clock, Meters.NONE, "test/1", Set.of(ServiceKind.SHARED_FILE_SYSTEM));
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), clock);
    }
}
