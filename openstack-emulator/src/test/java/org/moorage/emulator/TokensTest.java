package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
    @TempDir
    Path data;

    @Test
    void expiredTokenIsRefusedEverywhereWithKeystonesBody() throws IOException {
        try (var cloud = start(Duration.ofHours(1))) {
            var caller = Caller.login(cloud.cloudConf());
            assertThat(caller.volume("GET", "/volumes").status()).isEqualTo(200);

            cloud.expireTokens();

            for (var refused : List.of(caller.volume("GET", "/volumes"), caller.compute("GET", "/servers"))) {
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.json().at("/error/title").asText()).isEqualTo("Unauthorized");
            }
            assertThat(Caller.login(cloud.cloudConf()).volume("GET", "/volumes").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tokenLivesAsLongAsItSays() throws IOException {
        try (var cloud = start(Duration.ofMillis(300))) {
            var conf = values(cloud.cloudConf());
            var reply = authenticate(cloud, byCredential(conf));
            var issued =
                    OffsetDateTime.parse(reply.json().at("/token/issued_at").asText());
            var expires =
                    OffsetDateTime.parse(reply.json().at("/token/expires_at").asText());
            assertThat(Duration.between(issued, expires)).isEqualTo(Duration.ofMillis(300));

            var caller = Caller.login(cloud.cloudConf());
            var end = System.nanoTime() + 10_000_000_000L;
            while (caller.volume("GET", "/volumes").status() != 401) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    @Test
    void passwordAndTrustLogInToTheSameProject() throws IOException {
        try (var cloud = start(Duration.ofHours(1))) {
            var password = values(cloud.cloudConfByPassword());
            var trust = values(cloud.cloudConfByTrust());

            var byPassword = authenticate(cloud, """
                    {"auth": {"identity": {"methods": ["password"], "password": {"user":
                      {"name": "%s", "domain": {"name": "%s"}, "password": "%s"}}},
                      "scope": {"project": {"name": "%s", "domain": {"name": "Default"}}}}}""".formatted(
                            password.get("username"),
                            password.get("domain-name"),
                            password.get("password"),
                            password.get("tenant-name")));
            var byTrust = authenticate(cloud, """
                    {"auth": {"identity": {"methods": ["password"], "password": {"user":
                      {"id": "%s", "password": "%s"}}}, "scope": {"OS-TRUST:trust": {"id": "%s"}}}}""".formatted(
                            trust.get("trustee-id"), trust.get("trustee-password"), trust.get("trust-id")));

            assertThat(byPassword.json().at("/token/project/id").asText()).isEqualTo(cloud.projectId());
            assertThat(byTrust.json().at("/token/project/id").asText()).isEqualTo(cloud.projectId());
            assertThat(byTrust.json().at("/token/OS-TRUST:trust/id").asText()).isEqualTo(trust.get("trust-id"));
        }
    }

    @Test
    void tokenBuysATokenOfTheSameProjectUnlessDelegated() throws IOException {
        try (var cloud = start(Duration.ofHours(1))) {
            var password = values(cloud.cloudConfByPassword());
            var first = authenticate(cloud, """
                            {"auth": {"identity": {"methods": ["password"], "password": {"user":
                              {"name": "demo", "domain": {"id": "default"}, "password": "%s"}}}}}""".formatted(password.get("password")))
                    .response()
                    .headers()
                    .firstValue("X-Subject-Token")
                    .orElseThrow();
            var delegated = Caller.login(cloud.cloudConf()).token();

            assertThat(authenticate(cloud, byToken(first, cloud.projectId())).status())
                    .isEqualTo(201);
            assertThat(authenticate(cloud, byToken(delegated, cloud.projectId()))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void everyRegionIsInTheCatalog() throws IOException {
        var settings = EmulatorSettings.defaults(data).devices(false).regions(List.of("north", "south"));
        try (var cloud = Emulator.start(settings)) {
            var catalog = authenticate(cloud, byCredential(values(cloud.cloudConf())))
                    .json()
                    .at("/token/catalog");

            for (var service : catalog) {
                var regions = new java.util.TreeSet<String>();
                service.path("endpoints")
                        .forEach(endpoint ->
                                regions.add(endpoint.path("region_id").asText()));
                assertThat(regions).containsExactly("north", "south");
                assertThat(service.path("endpoints")).hasSize(6);
            }
        }
    }

    private Emulator start(Duration tokenTime) throws IOException {
        return Emulator.start(EmulatorSettings.defaults(data).devices(false).tokenTime(tokenTime));
    }

    private static Caller.Reply authenticate(Emulator cloud, String body) {
        return Caller.login(cloud.cloudConf()).send("POST", cloud.authUrl() + "/auth/tokens", body);
    }

    private static String byCredential(Map<String, String> conf) {
        return """
                {"auth": {"identity": {"methods": ["application_credential"],
                  "application_credential": {"id": "%s", "secret": "%s"}}}}""".formatted(conf.get("application-credential-id"), conf.get("application-credential-secret"));
    }

    private static String byToken(String token, String project) {
        return """
                {"auth": {"identity": {"methods": ["token"], "token": {"id": "%s"}},
                  "scope": {"project": {"id": "%s"}}}}""".formatted(token, project);
    }

    private static Map<String, String> values(String conf) {
        var values = new HashMap<String, String>();
        conf.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            var pair = line.split(" = ", 2);
            values.put(pair[0], pair[1]);
        });
        return values;
    }
}
