package org.moorage.openstack.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Call.Repeat;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.OpenStackError.Kind;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.LoopbackServer.Cut;
import org.moorage.openstack.testing.LoopbackServer.Drop;
import org.moorage.openstack.testing.LoopbackServer.Reaction;
import org.moorage.openstack.testing.LoopbackServer.Stall;
import org.moorage.openstack.testing.RecordedMeters;
import org.moorage.openstack.testing.TestClock;

class ChannelTest {
    private static final Secret TOKEN = new Secret("canary-token-5d1f");

    private final TestClock clock = new TestClock();
    private final RecordedMeters meters = new RecordedMeters();
    private final Transport transport = new Transport(
            Connector.withoutProxy(),
            Tls.context(TlsSettings.SYSTEM, "test"),
            clock,
            meters,
            "test/1",
            new Backoff(3, Duration.ofMillis(200), Duration.ofSeconds(5), new Random(1)),
            clock::pause);

    @AfterEach
    void closeConnections() {
        transport.connector().close();
    }

    record Row(String fault, Reaction reaction, Kind kind, int safeRequests, int guardedRequests) {
        @Override
        public String toString() {
            return fault;
        }
    }

    static Stream<Row> faults() {
        var fault = "{\"badRequest\": {\"code\": 400, \"message\": \"said why\"}}";
        return Stream.of(
                new Row("dropped", new Drop(), Kind.UNKNOWN, 3, 1),
                new Row("cut short", new Cut(), Kind.UNKNOWN, 3, 1),
                new Row("500", answer(500, fault), Kind.UNKNOWN, 3, 1),
                new Row("502", answer(502, "<h1>Bad Gateway</h1>"), Kind.UNKNOWN, 3, 1),
                new Row("504", answer(504, ""), Kind.UNKNOWN, 3, 1),
                new Row("503 of a proxy", answer(503, "<h1>no server</h1>"), Kind.UNKNOWN, 3, 3),
                new Row(
                        "503 of the service",
                        answer(503, fault, "x-openstack-request-id", "req-1"),
                        Kind.UNKNOWN,
                        3,
                        1),
                new Row("429", answer(429, fault), Kind.REFUSED, 3, 3),
                new Row("413 with a time", answer(413, fault, "Retry-After", "40"), Kind.REFUSED, 1, 1),
                new Row("413 of a quota", answer(413, fault, "Retry-After", "0"), Kind.REFUSED, 1, 1),
                new Row("413 without a time", answer(413, fault), Kind.REFUSED, 1, 1),
                new Row("302", answer(302, "", "Location", "http://elsewhere/"), Kind.REFUSED, 1, 1),
                new Row("400", answer(400, fault), Kind.REFUSED, 1, 1),
                new Row("401", answer(401, fault), Kind.REFUSED, 1, 1),
                new Row("403", answer(403, fault), Kind.REFUSED, 1, 1),
                new Row("404", answer(404, fault), Kind.REFUSED, 1, 1),
                new Row("409", answer(409, fault), Kind.REFUSED, 1, 1),
                new Row("501", answer(501, fault), Kind.REFUSED, 1, 1));
    }

    static Stream<Arguments> faultsAndRepeats() {
        return faults().flatMap(row -> Stream.of(arguments(row, Repeat.SAFE), arguments(row, Repeat.ONLY_IF_REFUSED)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faultsAndRepeats")
    void repeatsOnlyWhatDoesNoHarm(Row row, Repeat repeat) {
        try (var server = LoopbackServer.http(_ -> row.reaction())) {
            var error = failure(server, post(repeat));

            assertThat(error.kind()).isEqualTo(row.kind());
            assertThat(server.requests()).hasSize(repeat == Repeat.SAFE ? row.safeRequests() : row.guardedRequests());
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void answersOnceTheServiceHasHealed(Row row) {
        var count = new AtomicInteger();
        try (var server = LoopbackServer.http(_ -> count.getAndIncrement() == 0 ? row.reaction() : answer(200, "{}"))) {
            if (row.safeRequests() == 1) {
                assertThat(failure(server, post(Repeat.SAFE)).kind()).isEqualTo(row.kind());
            } else {
                assertThat(channel(server)
                                .send(post(Repeat.SAFE), envelope(), seconds(30))
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void keptConnectionThatBreaksIsNotRepeatedByTheHttpClient() {
        var count = new AtomicInteger();
        try (var server = LoopbackServer.http(_ -> count.getAndIncrement() == 0 ? answer(200, "{}") : new Drop())) {
            channel(server).send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30));

            assertThat(failure(server, post(Repeat.ONLY_IF_REFUSED)).kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void obeysRetryAfterInSeconds() {
        var count = new AtomicInteger();
        try (var server = LoopbackServer.http(
                _ -> count.getAndIncrement() < 5 ? answer(429, "", "Retry-After", "2") : answer(200, "{}"))) {
            channel(server).send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30));

            assertThat(clock.pauses())
                    .hasSize(5)
                    .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200)));
        }
    }

    @Test
    void obeysRetryAfterAsDate() {
        var count = new AtomicInteger();
        try (var server = LoopbackServer.http(_ -> count.getAndIncrement() == 0
                ? answer(413, "", "Retry-After", "Wed, 25 Nov 2026 00:00:07 GMT")
                : answer(200, "{}"))) {
            channel(server).send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30));

            assertThat(clock.pauses())
                    .singleElement()
                    .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7200)));
        }
    }

    @Test
    void doesNotWaitPastTheDeadline() {
        try (var server = LoopbackServer.http(_ -> answer(429, "", "Retry-After", "31"))) {
            var error = failure(server, post(Repeat.SAFE));

            assertThat(clock.pauses()).isEmpty();
            assertThat(error.retryAfter()).contains(Duration.ofSeconds(31));
        }
    }

    @Test
    void aQuotaHasNoTimeToWaitFor() {
        try (var server = LoopbackServer.http(_ -> answer(413, "", "Retry-After", "0"))) {
            assertThat(failure(server, post(Repeat.SAFE)).retryAfter()).isEmpty();
        }
    }

    @Test
    void refusedConnectionNeverReachedTheService() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var channel = new Channel(transport, URI.create("http://localhost:" + port + "/v3"));

        var error = catchThrowableOfType(
                OpenStackError.class, () -> channel.send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30)));

        assertThat(error.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(error)
                .hasMessage(
                        "volume_create: POST localhost:" + port + "/v3/volumes got no connection: connection refused");
        assertThat(clock.pauses()).hasSize(2);
    }

    @Test
    void unknownHostNeverReachedTheService() {
        var channel = new Channel(transport, URI.create("http://no-such-host.invalid:1/v3"));

        var error = catchThrowableOfType(
                OpenStackError.class, () -> channel.send(post(Repeat.SAFE), envelope(), seconds(30)));

        assertThat(error.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(error).hasMessageContaining("its host name is not known");
    }

    @Test
    void plainServerBehindHttpsIsNoTlsConnection() {
        try (var server = LoopbackServer.http(_ -> new Drop())) {
            var channel = new Channel(
                    transport, URI.create("https://localhost:" + server.url().getPort()));

            var error = catchThrowableOfType(
                    OpenStackError.class, () -> channel.send(post(Repeat.SAFE), envelope(), seconds(30)));

            assertThat(error.kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void stalledBodyEndsAtTheDeadline() {
        try (var server = LoopbackServer.http(_ -> new Stall())) {
            var begin = System.nanoTime();
            var error = catchThrowableOfType(
                    OpenStackError.class,
                    () -> channel(server)
                            .send(
                                    post(Repeat.SAFE),
                                    envelope(),
                                    Deadline.after(Duration.ofMillis(300), InstantSource.system())));

            assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void passedDeadlineSendsNothing() {
        try (var server = LoopbackServer.http(_ -> answer(200, "{}"))) {
            var error = catchThrowableOfType(
                    OpenStackError.class, () -> channel(server).send(post(Repeat.SAFE), envelope(), seconds(0)));

            assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void callerThatGoesAwayKeepsItsInterrupt() throws Exception {
        try (var server = LoopbackServer.http(_ -> new Stall())) {
            var caller = Thread.currentThread();
            var helper = Thread.ofVirtual().start(() -> {
                while (server.requests().isEmpty()) {
                    Thread.onSpinWait();
                }
                caller.interrupt();
            });

            var error = failure(server, post(Repeat.SAFE));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
            helper.join();
        }
    }

    @Test
    void callerThatGoesAwayBetweenTriesKeepsItsInterrupt() {
        try (var server = LoopbackServer.http(_ -> {
            return answer(429, "{\"overLimit\": {\"message\": \"slow down\"}}");
        })) {
            var interrupting = new Transport(
                    transport.connector(), transport.tls(), clock, meters, "test/1", transport.backoff(), _ -> {
                        throw new InterruptedException();
                    });

            var error = catchThrowableOfType(
                    OpenStackError.class,
                    () -> new Channel(interrupting, server.url()).send(post(Repeat.SAFE), envelope(), seconds(30)));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(error.kind()).isEqualTo(Kind.DEADLINE);
            assertThat(error).hasMessageContaining("slow down");
        }
    }

    @Test
    void failingEndpointIsGivenAirAndTriedAgain() {
        var healthy = new AtomicInteger();
        try (var server = LoopbackServer.http(_ -> healthy.get() == 0 ? new Drop() : answer(200, "{}"))) {
            var channel = channel(server);
            for (var i = 0; i < 5; i++) {
                catchThrowableOfType(
                        OpenStackError.class,
                        () -> channel.send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30)));
            }
            healthy.set(1);

            var refused = catchThrowableOfType(
                    OpenStackError.class, () -> channel.send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(1)));
            var requestsMeanwhile = server.requests().size();
            var later = channel.send(post(Repeat.ONLY_IF_REFUSED), envelope(), seconds(30));

            assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(refused).hasMessageContaining("left alone");
            assertThat(requestsMeanwhile).isEqualTo(5);
            assertThat(later.status()).isEqualTo(200);
        }
    }

    @Test
    void sendsWhatTheCallSays() {
        try (var server = LoopbackServer.http(_ -> answer(202, "{\"volume\": {\"id\": \"1\"}}"))) {
            var query = new LinkedHashMap<String, List<String>>();
            query.put("name", List.of("a b&c/ü"));
            query.put("limit", List.of("1", "2"));
            var call = new Call(
                    "volume_list", Call.Method.GET, "/volumes", query, Optional.empty(), Optional.empty(), Repeat.SAFE);

            var reply = new Channel(transport, URI.create(server.url() + "/v3/p")).send(call, envelope(), seconds(5));

            var request = server.requests().getFirst();
            assertThat(request.target()).isEqualTo("/v3/p/volumes?name=a%20b%26c%2F%C3%BC&limit=1&limit=2");
            assertThat(request.header("X-Auth-Token")).isEqualTo(TOKEN.reveal());
            assertThat(request.header("User-Agent")).isEqualTo("test/1");
            assertThat(request.header("Accept")).isEqualTo("application/json");
            assertThat(reply.status()).isEqualTo(202);
        }
    }

    @Test
    void bodyIsJsonInSnakeCaseWithoutNulls() {
        try (var server = LoopbackServer.http(_ -> answer(202, "{}"))) {
            channel(server).send(post(Repeat.SAFE), envelope(), seconds(5));

            assertThat(server.requests().getFirst().body()).isEqualTo("{\"volume\":{\"source_volid\":\"7\"}}");
            assertThat(server.requests().getFirst().header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void messageIsOneLineWithReasonAndRequestIdAndWithoutToken() {
        var body = "{\"badRequest\": {\"code\": 400, \"message\": \"No\\n volume for " + TOKEN.reveal() + "\"}}";
        try (var server = LoopbackServer.http(_ -> answer(400, body, "x-openstack-request-id", "req-7"))) {
            var error = failure(server, post(Repeat.SAFE));

            assertThat(error)
                    .hasMessage("volume_create: POST localhost:" + server.url().getPort()
                            + "/volumes answered 400: No volume for *** (request id req-7)");
            assertThat(error.faultMessage()).contains("No volume for ***");
        }
    }

    @Test
    void everyTryIsMeasured() {
        var count = new AtomicInteger();
        try (var server = LoopbackServer.http(_ -> count.getAndIncrement() == 0 ? new Drop() : answer(200, "{}"))) {
            channel(server).send(post(Repeat.SAFE), envelope(), seconds(30));

            assertThat(meters.counts())
                    .isEqualTo(Map.of(
                            "openstack_api_requests_total{request=volume_create}", 2,
                            "openstack_api_request_errors_total{request=volume_create}", 1,
                            "openstack_api_request_duration_seconds{request=volume_create}", 2,
                            "openstack_api_responses_total{code=none, request=volume_create}", 1,
                            "openstack_api_responses_total{code=200, request=volume_create}", 1,
                            "openstack_api_retries_total{request=volume_create}", 1));
        }
    }

    @Test
    void answerThatIsNotTheJsonExpectedSaysSoWithoutItsText() {
        try (var server = LoopbackServer.http(_ -> answer(200, "oops secret"))) {
            var reply = channel(server).send(post(Repeat.SAFE), envelope(), seconds(5));

            var error = catchThrowableOfType(OpenStackError.class, () -> reply.as(Map.class));

            assertThat(error.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(error).hasStackTraceContaining("not the JSON expected").hasMessageNotContaining("secret");
            assertThat(error.getCause()).hasMessageNotContaining("secret").hasNoCause();
        }
    }

    private OpenStackError failure(LoopbackServer server, Call call) {
        return catchThrowableOfType(OpenStackError.class, () -> channel(server).send(call, envelope(), seconds(30)));
    }

    private Channel channel(LoopbackServer server) {
        return new Channel(transport, server.url());
    }

    private Deadline seconds(long seconds) {
        return Deadline.after(Duration.ofSeconds(seconds), clock);
    }

    private static Envelope envelope() {
        return new Envelope(Optional.of(TOKEN), Map.of(), List.of());
    }

    private static Call post(Repeat repeat) {
        return new Call(
                "volume_create",
                Call.Method.POST,
                "/volumes",
                Map.of(),
                Optional.of(Map.of("volume", new VolumeBody("7", null))),
                Optional.empty(),
                repeat);
    }

    record VolumeBody(String sourceVolid, String snapshotId) {}
}
