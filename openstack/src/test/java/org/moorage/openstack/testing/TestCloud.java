package org.moorage.openstack.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moorage.openstack.testing.LoopbackServer.Answer;
import org.moorage.openstack.testing.LoopbackServer.Reaction;
import org.moorage.openstack.testing.LoopbackServer.Request;

/// A Keystone that gives everybody a token, and services that ask for a valid one: what sessions are tested on.
public final class TestCloud implements AutoCloseable {
    private final LoopbackServer server;
    private final AtomicInteger logins = new AtomicInteger();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private volatile Duration tokenLife = Duration.ofHours(1);
    private volatile String catalog = "";
    private volatile Function<Request, Reaction> keystone = this::logIn;
    private volatile Function<Request, Reaction> service = _ -> LoopbackServer.answer(200, "{}");

    public TestCloud() {
        this(LoopbackServer::http);
    }

    /// A cloud that is reached by the server that the function makes.
    public TestCloud(Function<Function<Request, Reaction>, LoopbackServer> listen) {
        server = listen.apply(this::react);
        catalog = catalog(
                entry("volumev3", "RegionOne", "public", "/cinder/v3/p"),
                entry("compute", "RegionOne", "public", "/nova/v2.1"));
    }

    /// A service of a catalog with one URL.
    public String entry(String type, String region, String face, String path) {
        return """
                {"type": "%s", "name": "x", "endpoints": [{"id": "e", "interface": "%s", "region": "%s",
                 "region_id": "%s", "url": "%s%s/"}]}""".formatted(type, face, region, region, server.url(), path);
    }

    public static String catalog(String... entries) {
        return Stream.of(entries).collect(Collectors.joining(",", "[", "]"));
    }

    public void catalogIs(String... entries) {
        catalog = catalog(entries);
    }

    public void tokensLive(Duration life) {
        tokenLife = life;
    }

    public void revokeTokens() {
        valid.clear();
    }

    /// What Keystone does from now on; `null` for what it should.
    public void keystoneDoes(Function<Request, Reaction> reaction) {
        keystone = reaction == null ? this::logIn : reaction;
    }

    /// What the services do with a valid token.
    public void serviceDoes(Function<Request, Reaction> reaction) {
        service = reaction;
    }

    public URI url() {
        return server.url();
    }

    public LoopbackServer server() {
        return server;
    }

    /// How many tokens were given.
    public int logins() {
        return logins.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reaction react(Request request) {
        if (request.target().endsWith("/v3/auth/tokens")) {
            return keystone.apply(request);
        }
        if (!valid.contains(request.header("X-Auth-Token"))) {
            return LoopbackServer.answer(401, "{\"error\": {\"code\": 401, \"message\": \"Unauthorized\"}}");
        }
        return service.apply(request);
    }

    /// Gives a token, as Keystone does for right credentials.
    public Reaction logIn(Request request) {
        var token = "canary-token-" + logins.incrementAndGet();
        valid.add(token);
        var issued = Instant.parse("2020-01-01T00:00:00Z");
        return new Answer(
                201,
                Map.of("X-Subject-Token", token),
                "{\"token\": {\"methods\": [\"password\"], \"issued_at\": \"%s\", \"expires_at\": \"%s\", \"catalog\": %s}}"
                        .formatted(issued, issued.plus(tokenLife), catalog));
    }
}
