package org.moorage.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;

class ClusterAccessTest {
    private static final String CLAIM = "/api/v1/namespaces/a/persistentvolumeclaims/b";

    @TempDir
    Path directory;

    private static ClusterSettings file(Path kubeconfig) {
        return new ClusterSettings(Optional.empty(), Optional.of(kubeconfig), 100, 100, Duration.ofHours(1));
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path kubeconfig(String cluster, String user) throws Exception {
        return write("config", """
                apiVersion: v1
                kind: Config
                current-context: two
                contexts:
                - {name: one, context: {cluster: none, user: nobody}}
                - {name: two, context: {cluster: c, user: u}}
                clusters:
                - {name: c, cluster: {%s}}
                users:
                - {name: u, user: {%s}}
                """.formatted(cluster, user));
    }

    private static String get(ClusterAccess access) {
        try (var api = new KubernetesApi(access, ClusterSettings.DEFAULT)) {
            return api.get(CLAIM, KubernetesApi.JSON, Deadline.after(Duration.ofSeconds(5), InstantSource.system()))
                    .at("/metadata/name")
                    .asText();
        }
    }

    @Test
    void tokenOfAFileIsReadAnewWhenItRotates() throws Exception {
        try (var cluster = new FakeCluster()) {
            cluster.claim("a", "b", Map.of());
            var token = write("token", "first\n");
            var access = ClusterAccess.find(
                    file(kubeconfig("server: '" + cluster.url() + "'", "tokenFile: token")), Map.of());
            cluster.wantToken("first");
            assertThat(get(access)).isEqualTo("b");

            Files.writeString(token, "second\n");
            cluster.wantToken("second");

            assertThat(get(access)).isEqualTo("b");
        }
    }

    /// The client's own complaint would show it.
    @Test
    void tokenThatNoHeaderHoldsIsRefusedWithoutBeingShown() throws Exception {
        write("token", "canary\nsecond line\n");
        var access = ClusterAccess.find(file(kubeconfig("server: 'http://127.0.0.1:1'", "tokenFile: token")), Map.of());

        assertThatThrownBy(() -> get(access))
                .isInstanceOf(KubernetesError.class)
                .hasMessageContaining("no header may hold")
                .satisfies(thrown -> {
                    var trace = new java.io.StringWriter();
                    thrown.printStackTrace(new java.io.PrintWriter(trace));
                    assertThat(trace.toString()).doesNotContain("canary");
                });
    }

    @Test
    void variableWinsOverTheFlagAndTheMasterOverTheFile() throws Exception {
        try (var cluster = new FakeCluster()) {
            cluster.claim("a", "b", Map.of());
            cluster.wantToken("secret");
            var config = kubeconfig("server: 'http://127.0.0.1:1'", "token: secret");
            var settings = new ClusterSettings(
                    Optional.of(cluster.url()), Optional.of(Path.of("/nowhere")), 100, 100, Duration.ofHours(1));

            assertThat(get(ClusterAccess.find(settings, Map.of("KUBECONFIG", config.toString()))))
                    .isEqualTo("b");
        }
    }

    @Test
    void certificatesOfAKubeconfigAreShownAndVerified() throws Exception {
        var pem = selfSigned();
        var shown = new CopyOnWriteArrayList<String>();
        var server = tlsServer(shown);
        try {
            var url = "server: 'https://127.0.0.1:" + server.getAddress().getPort() + "'";
            var user = "client-certificate: cert.pem, client-key-data: " + base64(pem.get("key.pem"));
            var trusting = kubeconfig(url + ", certificate-authority-data: " + base64(pem.get("cert.pem")), user);
            assertThat(get(ClusterAccess.find(file(trusting), Map.of()))).isEqualTo("b");
            assertThat(shown).containsExactly("CN=test");

            var blind = kubeconfig(url + ", insecure-skip-tls-verify: true", user);
            assertThat(get(ClusterAccess.find(file(blind), Map.of()))).isEqualTo("b");

            var wary = kubeconfig(url, user);
            assertThatThrownBy(() -> get(ClusterAccess.find(file(wary), Map.of())))
                    .isInstanceOf(KubernetesError.class)
                    .hasMessageContaining("GET " + CLAIM);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "server: 'https://h'|exec: {command: aws}|'exec' is not supported here; use a context with a token",
                "server: 'https://h'|auth-provider: {name: oidc}|'auth-provider' is not supported",
                "server: 'https://h', proxy-url: 'http://p'|token: t|'proxy-url' is not supported",
                "server: nonsense|token: t|no URL of a Kubernetes API",
                "insecure-skip-tls-verify: true|token: t|the cluster's server is missing",
                "server: 'https://h', certificate-authority: nowhere|token: t|cannot be read",
                "server: 'https://h', certificate-authority-data: '%%'|token: t|no certificate",
                "server: 'https://h'|client-certificate-data: YQ==|one of them is missing",
                "server: 'https://h'|client-certificate-data: YQ==, client-key-data: YQ==|hold no certificate",
            })
    void kubeconfigThatCannotBeUsedIsRefusedInOneLine(String cluster, String user, String words) throws Exception {
        var config = kubeconfig(cluster, user);

        assertThatThrownBy(() -> ClusterAccess.find(file(config), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(config.toString())
                .hasMessageContaining(words)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void secretsOfAFileThatIsNoYamlAreNotRepeated() throws Exception {
        var config = write("config", "token: [s3cret\n  : - }");

        assertThatThrownBy(() -> ClusterAccess.find(file(config), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no YAML")
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void processOutsideOfAPodIsToldWhatToGive() {
        assertThatThrownBy(() -> ClusterAccess.find(ClusterSettings.DEFAULT, Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("give --kubeconfig=FILE");
        assertThat(ClusterAccess.isNamed(ClusterSettings.DEFAULT, Map.of())).isFalse();
    }

    @Test
    void accountOfAPodIsUsedWithItsAuthority() throws Exception {
        var pem = selfSigned();
        var shown = new CopyOnWriteArrayList<String>();
        var server = tlsServer(shown);
        try {
            write("token", "of the pod");
            write("ca.crt", pem.get("cert.pem"));
            var environment = Map.of(
                    "KUBERNETES_SERVICE_HOST",
                    "127.0.0.1",
                    "KUBERNETES_SERVICE_PORT",
                    Integer.toString(server.getAddress().getPort()));

            assertThat(get(InCluster.access(directory, environment))).isEqualTo("b");
            assertThat(shown).containsExactly("Bearer of the pod");
        } finally {
            server.stop(0);
        }
    }

    /// A server that knows one object, and notes who asks: the certificate's name, else the header.
    private HttpsServer tlsServer(List<String> shown) throws Exception {
        var store = KeyStore.getInstance(directory.resolve("keys.p12").toFile(), "changeit".toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store.getCertificate("test"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var ours = context.getDefaultSSLParameters();
                ours.setWantClientAuth(true);
                parameters.setSSLParameters(ours);
            }
        });
        server.createContext("/", exchange -> {
            var secure = (com.sun.net.httpserver.HttpsExchange) exchange;
            try {
                shown.add(secure.getSSLSession().getPeerPrincipal().getName());
            } catch (javax.net.ssl.SSLPeerUnverifiedException _) {
                shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            }
            var body = "{\"metadata\": {\"name\": \"b\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    /// Makes a key and a certificate in `keys.p12`, and writes both as PEM files.
    private Map<String, String> selfSigned() throws Exception {
        var store = directory.resolve("keys.p12");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-J-XX:TieredStopAtLevel=1")
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        var key = (PrivateKey) keys.getKey("test", "changeit".toCharArray());
        var pem = Map.of(
                "cert.pem", pem("CERTIFICATE", keys.getCertificate("test").getEncoded()),
                "key.pem", pem("PRIVATE KEY", key.getEncoded()));
        for (var file : pem.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        return pem;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
