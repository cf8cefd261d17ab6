package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.StatusReport;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.GetCapacityRequest;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.metrics.MetricsEndpoint;
import org.moorage.server.rpc.LastErrors;
import org.moorage.server.status.StatusPage;

/// What an operator reads in a browser, over real HTTP.
@Timeout(60)
class StatusPageTest {
    private final FakeDriver driver = FakeDriver.withAllRoles();
    private final StatusPage page = new StatusPage("1.2.3", InstantSource.system());
    private final MetricsEndpoint endpoint =
            MetricsEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), page);
    private final RunningServer server = RunningServer.shown(driver, new Monitoring(endpoint.meters(), page));
    private final HttpClient browser = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        browser.close();
        server.close();
        endpoint.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private String status() throws IOException, InterruptedException {
        var answer = send("GET", "/status");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void firstPageLeadsToTheOthers() throws Exception {
        var answer = send("GET", "/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("href=\"/status\"", "href=\"/metrics\"", "href=\"/healthz\"");
    }

    @Test
    void saysWhatIsServedByWhomAndWhereFrom() throws Exception {
        assertThat(status())
                .contains("<html lang=\"en\">", "<title>Moorage 1.2.3: status</title>")
                .contains("<h2>Driver fake.csi.moorage.org</h2>")
                .contains("<th scope=\"row\">Ready</th><td>yes</td>")
                .contains("<th scope=\"row\">Serves</th><td>CONTROLLER, NODE</td>")
                .contains("<td>unix://" + server.socket() + "</td>")
                .contains("<th scope=\"row\">Backend</th><td>fake</td>")
                .contains("<th scope=\"row\">From</th><td>the package</td>")
                .contains("GroupSnapshots, NodeAccessResolver, NodeIdentitySource, SnapshotCatalog")
                .contains("<td>" + Runtime.version() + ", ")
                .contains("<td>org.moorage.api</td>");
    }

    @Test
    void browsersMayFetchAndRunNothingAndKeepNothing() throws Exception {
        for (var path : List.of("/", "/status")) {
            var answer = send("GET", path);
            var headers = answer.headers();

            assertThat(headers.firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .doesNotContain("unsafe");
            assertThat(answer.body()).doesNotContain("<script", "src=", "http:", "https:");
        }
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        for (var method : List.of("POST", "PUT", "DELETE")) {
            assertThat(send(method, "/status").statusCode()).isEqualTo(405);
        }
        var head = send("HEAD", "/status");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void showsSessionsAndWaits() throws Exception {
        driver.storage()
                .reports(new StatusReport(
                        List.of(
                                new StatusReport.Session(
                                        "[Global]", "logged in", Optional.of(Instant.parse("2099-01-02T03:04:05Z"))),
                                new StatusReport.Session("[Global \"west\"]", "not logged in yet", Optional.empty())),
                        List.of(new StatusReport.Wait(
                                "volume 4711 to become available",
                                Instant.parse("2026-01-02T03:04:05.678Z"),
                                Instant.parse("2026-01-02T03:09:05Z")))));

        assertThat(status())
                .contains("<tr><td>[Global]</td><td>2099-01-02T03:04:05Z</td><td>logged in</td></tr>")
                .contains("<tr><td>[Global &quot;west&quot;]</td><td>not known</td><td>not logged in yet</td></tr>")
                .contains("<tr><td>2026-01-02T03:04:05Z</td><td>2026-01-02T03:09:05Z</td><td>")
                .contains("<td>volume 4711 to become available</td></tr>");
    }

    @Test
    void showsCallsAtWorkAndTheLocksThatTheyHold() throws Exception {
        var hold = driver.script().hold("create");
        var call =
                CompletableFuture.supplyAsync(() -> Calls.CREATE.status(server.channel()), Thread::startVirtualThread);
        hold.awaitEntered();

        var during = status();
        hold.release();
        assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);

        assertThat(during)
                .containsPattern("<tr><td>CreateVolume</td><td>\\d+ s</td><td>not yet</td><td>name=pvc-1</td></tr>")
                .contains("<td>volume name pvc-1</td>");
        var after = status();
        while (!after.contains("Calls at work: none")) {
            after = status();
        }
        assertThat(after).contains("Locks held: none", "Last errors (at most 32): none");
    }

    @Test
    void aCallThatWasGivenUpIsShownUntilItComesBack() throws Exception {
        var hang = driver.script().hang("capacity");
        // A call whose deadline comes before it has come here says nothing.
        while (!driver.script().calls().contains("capacity")) {
            assertThat(capacity().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }

        // The caller may have seen its deadline before the server did.
        var after = status();
        while (after.contains("<td>not yet</td>")) {
            after = status();
        }
        hang.release();

        assertThat(after).contains("<td>DEADLINE_EXCEEDED, but it has not come back</td>");
    }

    private Status capacity() {
        try {
            ClientCalls.blockingUnaryCall(
                    server.channel(),
                    ControllerGrpc.getGetCapacityMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS),
                    GetCapacityRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void keepsTheLastErrorsAndNoMore() throws Exception {
        for (var i = 0; i <= LastErrors.MOST; i++) {
            driver.script().fail("create", new Failure.Exhausted("no room, try " + i + ", says\nthe cloud"));
            Calls.CREATE.status(server.channel());
        }

        assertThat(status())
                .contains("<td>CreateVolume</td><td>RESOURCE_EXHAUSTED</td><td>name=pvc-1</td><td>no room, try "
                        + LastErrors.MOST + ", says the cloud</td>")
                .contains("no room, try 1,")
                .doesNotContain("no room, try 0,");
    }

    @Test
    void repeatsOfAnErrorAreOneEntryAndPushNoOtherOut() throws Exception {
        driver.script().fail("delete", new Failure.Aborted("in use"));
        Calls.DELETE.status(server.channel());
        for (var i = 0; i <= LastErrors.MOST; i++) {
            driver.script()
                    .fail("create", new Failure.Unavailable("away (request id req-%s)".formatted(UUID.randomUUID())));
            Calls.CREATE.status(server.channel());
        }

        assertThat(status())
                .containsPattern("<td>" + (LastErrors.MOST + 1) + "</td><td>CreateVolume</td><td>UNAVAILABLE</td>"
                        + "<td>name=pvc-1</td><td>away ")
                .containsPattern("<td>1</td><td>DeleteVolume</td><td>ABORTED</td><td>.*</td><td>in use</td>")
                .containsOnlyOnce("<td>CreateVolume</td>");
    }

    @Test
    void whatAVolumeIsCalledIsTextWhateverItIs() throws Exception {
        var name = "</td><script>alert('x')</script><img src=x onerror=\"alert(1)\">&amp;\u202egpj";
        driver.script().fail("create", new Failure.Exhausted("no room for " + name));

        var status = Calls.CREATE
                .with(((CreateVolumeRequest) Calls.CREATE.request())
                        .toBuilder().setName(name).build())
                .status(server.channel());

        assertThat(status.isOk()).isFalse();
        assertThat(status())
                .contains("name=&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
                        + "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;\\u{202e}gpj")
                .doesNotContain("<script", "<img", "\u202e");
    }

    @Test
    void whoUsesAUrlIsNotShown() throws Exception {
        driver.script().fail("create", new Failure.Unavailable("https://admin:pass@word/x@keystone:5000/v3 is away"));
        Calls.CREATE.status(server.channel());

        assertThat(status()).contains("https://***@keystone:5000/v3 is away").doesNotContain("admin", "pass@word");
    }

    @Test
    void aBackendThatHangsOrFailsHoldsUpNoPage() throws Exception {
        driver.script().fail("report", new NoClassDefFoundError("org/example/Gone"));
        assertThat(status())
                .contains("<td>not known: it failed; the log says how</td>")
                .doesNotContain("org/example/Gone");
        assertThat(server.log()).contains("a backend failed to say how it is", "org/example/Gone");
        assertThat(send("GET", "/metrics").body())
                .contains("moorage_defects_total{driver_name=\"fake.csi.moorage.org\",method_name=\"report\"} 1.0");

        var hang = driver.script().hang("report");
        assertThat(status())
                .containsPattern("<td>not known: it was asked at [0-9TZ:-]{20}, and has not answered yet</td>");
        var asked = driver.script().calls().size();
        assertThat(status()).contains(", and has not answered yet</td>");
        assertThat(driver.script().calls()).hasSize(asked);
        hang.release();
    }

    @Test
    void aBackendThatReportsNullHasADefectAsAnyOther() throws Exception {
        driver.storage().reports(null);

        assertThat(status()).contains("<td>not known: it failed; the log says how</td>");

        assertThat(server.log()).contains("StatusReporter.report returned null");
        assertThat(send("GET", "/metrics").body()).contains("method_name=\"report\"} 1.0");
    }

    @Test
    void aDriverThatIsLeftOutIsNamed() throws Exception {
        page.leaveOut("drivers.yaml:2 (driver east): backend renamed has a mistake");

        assertThat(status()).contains("<p>Not served: drivers.yaml:2 (driver east): backend renamed has a mistake</p>");
    }
}
