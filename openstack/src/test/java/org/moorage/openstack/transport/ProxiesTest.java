package org.moorage.openstack.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.testing.CapturedLog;
import org.moorage.openstack.testing.LoopbackServer;

class ProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP_PROXY, http://p:3128, http://cloud/, p:3128",
        "http_proxy, http://p:3128, http://cloud/, p:3128",
        "HTTPS_PROXY, http://p:3128, https://cloud/, p:3128",
        "HTTPS_PROXY, p:3128, https://cloud/, p:3128",
        "HTTPS_PROXY, http://p, https://cloud/, p:80",
        "HTTPS_PROXY, http://p:3128, http://cloud/, DIRECT",
        "HTTP_PROXY, http://p:3128, https://cloud/, DIRECT",
        "HTTP_PROXY, http://p:3128, http://localhost/, DIRECT",
        "HTTP_PROXY, http://p:3128, http://127.0.100.1/, DIRECT",
        "HTTP_PROXY, http://p:3128, http://[::1]/, DIRECT",
        "HTTP_PROXY, socks5://p:3128, http://cloud/, DIRECT"
    })
    void environmentNamesTheProxy(String variable, String value, String target, String proxy) {
        assertThat(chosen(Map.of(variable, value), target)).isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                 | http://cloud/            | DIRECT",
                "cloud             | http://cloud/            | DIRECT",
                "cloud             | http://CLOUD:5000/       | DIRECT",
                "cloud             | http://x.cloud/          | DIRECT",
                "cloud             | http://mycloud/          | p:3128",
                ".cloud            | http://x.cloud/          | DIRECT",
                ".cloud            | http://cloud/            | p:3128",
                "*.cloud           | http://x.cloud/          | DIRECT",
                "a, cloud ,b       | http://cloud/            | DIRECT",
                "cloud:5000        | http://cloud:5000/       | DIRECT",
                "cloud:5000        | http://cloud:5001/       | p:3128",
                "cloud:80          | http://cloud/            | DIRECT",
                "10.0.0.1          | http://10.0.0.1:5000/    | DIRECT",
                "10.0.0.1          | http://10.0.0.11/        | p:3128",
                "10.0.0.0/8        | http://10.200.3.4/       | DIRECT",
                "10.0.0.0/8        | http://11.0.0.1/         | p:3128",
                "10.0.0.0/33       | http://10.0.0.1/         | p:3128",
                "10.0.0.128/25     | http://10.0.0.127/       | p:3128",
                "fd00::/8          | http://[fd12::1]/        | DIRECT",
                "fd00::/8          | http://10.0.0.1/         | p:3128",
                "fd12::1           | http://[fd12::1]:5000/   | DIRECT",
                "[fd12::1]:5000    | http://[fd12::1]:5000/   | DIRECT",
                "[fd12::1]:5000    | http://[fd12::1]:5001/   | p:3128",
                "''                | http://cloud/            | p:3128"
            })
    void noProxyExcepts(String exceptions, String target, String proxy) {
        var environment = new HashMap<>(Map.of("HTTP_PROXY", "http://p:3128"));
        environment.put("NO_PROXY", exceptions);

        assertThat(chosen(environment, target)).isEqualTo(proxy);
    }

    @Test
    void proxyIsAskedWithItsPassword() {
        try (var proxy = LoopbackServer.http(_ -> answer(200, "{}"))) {
            var url = "http://ann:s%40crets@localhost:" + proxy.url().getPort();
            var proxies = Proxies.ofEnvironment(Map.of("HTTP_PROXY", url));
            var clock = InstantSource.system();
            try (var connector = new Connector(proxies)) {
                var transport = new Transport(
                        connector,
                        Tls.context(TlsSettings.SYSTEM, "test"),
                        clock,
                        Meters.NONE,
                        "test/1",
                        Backoff.BRIEF,
                        Pauses.SLEEPING);
                var call = new Call(
                        "x", Call.Method.GET, "/x", Map.of(), Optional.empty(), Optional.empty(), Call.Repeat.SAFE);

                new Channel(transport, URI.create("http://cloud.invalid"))
                        .send(
                                call,
                                new Envelope(Optional.empty(), Map.of(), List.of()),
                                Deadline.after(Duration.ofSeconds(10), clock));

                var request = proxy.requests().getFirst();
                assertThat(request.target()).isEqualTo("http://cloud.invalid/x");
                assertThat(request.header("Proxy-Authorization")).isEqualTo("Basic YW5uOnNAY3JldHM=");
            }
        }
    }

    @Test
    void saysThatTheJvmDropsTheUserOfATunnel() {
        try (var log = CapturedLog.everything()) {
            Proxies.ofEnvironment(Map.of("HTTPS_PROXY", "http://ann:canary@host:3128"));

            assertThat(log.lines())
                    .containsExactly("WARN HTTPS_PROXY names a user, whom this JVM does not show to the proxy:"
                            + " start it with -Djdk.http.auth.tunneling.disabledSchemes=");
        }
    }

    @Test
    void proxyThatIsNoneIsIgnoredWithoutItsPassword() {
        try (var log = CapturedLog.everything()) {
            Proxies.ofEnvironment(Map.of("HTTP_PROXY", "http://ann:canary@ho st"));

            assertThat(log.lines()).containsExactly("WARN a proxy in the environment is ignored: it is no http URL");
        }
    }

    private static String chosen(Map<String, String> environment, String target) {
        var proxy =
                Proxies.ofEnvironment(environment).select(URI.create(target)).getFirst();
        if (proxy.type() == Proxy.Type.DIRECT) {
            return "DIRECT";
        }
        var address = (InetSocketAddress) proxy.address();
        return address.getHostString() + ":" + address.getPort();
    }
}
