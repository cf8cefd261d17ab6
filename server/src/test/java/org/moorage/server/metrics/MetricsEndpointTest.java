package org.moorage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.status.StatusPage;

class MetricsEndpointTest {
    private static final StatusPage PAGES = new StatusPage("1.2.3", InstantSource.system());

    private final MetricsEndpoint endpoint =
            MetricsEndpoint.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), PAGES);

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void keepsTheNamesOfTheGoDriversMetrics() throws IOException {
        var labels = Map.of("request", "volume_create");
        endpoint.meters().count("openstack_api_requests_total", labels);
        endpoint.meters().time("openstack_api_request_duration_seconds", Duration.ofMillis(70), labels);

        assertThat(request("GET", "/metrics", 200))
                .contains("# TYPE openstack_api_requests_total counter")
                .contains("openstack_api_requests_total{request=\"volume_create\"} 1.0")
                .contains("# TYPE openstack_api_request_duration_seconds histogram")
                .contains("openstack_api_request_duration_seconds_bucket{request=\"volume_create\",le=\"0.05\"} 0")
                .contains("openstack_api_request_duration_seconds_bucket{request=\"volume_create\",le=\"0.1\"} 1")
                .contains("openstack_api_request_duration_seconds_count{request=\"volume_create\"} 1");
    }

    /// Metrics are collected from elsewhere; names of volumes and the words of clouds are for this host.
    @Test
    void statusIsShownToThisHostAlone() throws Exception {
        var other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        if (other.isEmpty()) {
            System.out.println("skipped: this machine has no address but the loopback's");
        }
        Assumptions.assumeTrue(other.isPresent(), "there is no address but the loopback's");
        try (var open = MetricsEndpoint.start(new InetSocketAddress(0), PAGES);
                var client = HttpClient.newHttpClient()) {
            var elsewhere = "http://" + other.orElseThrow().getHostAddress() + ":" + open.port();
            var here = "http://127.0.0.1:" + open.port();

            assertThat(get(client, elsewhere + "/metrics").statusCode()).isEqualTo(200);
            assertThat(get(client, elsewhere + "/status").statusCode()).isEqualTo(403);
            assertThat(get(client, elsewhere + "/status").body())
                    .contains("kubectl port-forward")
                    .doesNotContain("<html");
            assertThat(get(client, here + "/status").body()).contains("<html");
        }
    }

    private static HttpResponse<String> get(HttpClient client, String uri) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void measuresCallsAsTheSidecarsDo() throws IOException {
        endpoint.meters()
                .time(
                        MetricNames.RPC_SECONDS,
                        Duration.ofSeconds(40),
                        Map.of("driver_name", "d", "method_name", "CreateVolume", "grpc_status_code", "OK"));

        assertThat(request("GET", "/metrics", 200))
                .contains("csi_plugin_operations_seconds_bucket{driver_name=\"d\",grpc_status_code=\"OK\","
                        + "method_name=\"CreateVolume\",le=\"50.0\"} 1");
    }

    @Test
    void showsGaugesAndTheProcessWhichOutlastAReset() throws IOException {
        endpoint.meters().set("moorage_configuration_in_use", 1, Map.of("cloud", "east"));
        endpoint.meters().set("moorage_configuration_in_use", 0, Map.of("cloud", "east"));

        for (var times = 0; times < 2; times++) {
            assertThat(request("GET", "/metrics", 200))
                    .contains("moorage_configuration_in_use{cloud=\"east\"} 0.0")
                    .contains("jvm_memory_used_bytes{area=\"heap\"", "jvm_threads_live_threads ")
                    .contains("process_cpu_time_ns_total ", "process_start_time_seconds ");
            request("DELETE", "/metrics", 200);
        }
    }

    @Test
    void deletingSetsAllBack() throws IOException {
        endpoint.meters().count("openstack_api_requests_total", Map.of("request", "volume_get"));

        request("DELETE", "/metrics", 200);

        assertThat(request("GET", "/metrics", 200)).doesNotContain("volume_get");
    }

    @Test
    void isHealthyAndKnowsNothingElse() throws IOException {
        assertThat(request("GET", "/healthz", 200)).isEqualTo("ok");
        request("GET", "/other", 404);
        request("POST", "/metrics", 405);
    }

    @Test
    void refusesAPortInUse() {
        assertThatThrownBy(() -> MetricsEndpoint.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()), PAGES))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be listened on");
    }

    private String request(String method, String path, int status) throws IOException {
        var address = URI.create("http://127.0.0.1:" + endpoint.port() + path).toURL();
        var connection = (HttpURLConnection) address.openConnection();
        connection.setRequestMethod(method);
        assertThat(connection.getResponseCode()).isEqualTo(status);
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
