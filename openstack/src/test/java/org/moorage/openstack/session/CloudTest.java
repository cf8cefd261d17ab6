package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.CatalogInterface;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.config.Domain;
import org.moorage.openstack.config.Scope;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.User;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.LoopbackServer.Stall;
import org.moorage.openstack.testing.TestCloud;

class CloudTest {
    private final TestCloud testCloud = new TestCloud();

    @AfterEach
    void stop() {
        testCloud.close();
    }

    @Nested
    class Endpoints {
        @Test
        void currentTypeIsTakenBeforeOldOnesWhateverTheOrderOfTheCatalog() {
            testCloud.catalogIs(
                    testCloud.entry("volumev2", "RegionOne", "public", "/v2"),
                    testCloud.entry("volume", "RegionOne", "public", "/v1"),
                    testCloud.entry("block-storage", "RegionOne", "public", "/v3"),
                    testCloud.entry("compute", "RegionOne", "public", "/nova"));
            try (var cloud = connect(access())) {
                assertThat(targetOf(cloud.blockStorage(), Optional.empty())).isEqualTo("/v3/x");
            }
        }

        @Test
        void regionAndInterfaceChoose() {
            testCloud.catalogIs(
                    testCloud.entry("volumev3", "north", "public", "/np"),
                    testCloud.entry("volumev3", "south", "public", "/sp"),
                    testCloud.entry("volumev3", "south", "internal", "/si"),
                    testCloud.entry("compute", "south", "internal", "/nova"));
            var access = new CloudAccess(
                    testCloud.url(),
                    access().credential(),
                    Optional.of("south"),
                    CatalogInterface.INTERNAL,
                    TlsSettings.SYSTEM);
            try (var cloud = connect(access)) {
                assertThat(targetOf(cloud.blockStorage(), Optional.empty())).isEqualTo("/si/x");
            }
        }

        @Test
        void microversionGoesInBothSpellings() {
            try (var cloud = connect(access())) {
                targetOf(cloud.blockStorage(), Optional.of("3.60"));
                targetOf(cloud.compute(), Optional.of("2.60"));
                targetOf(cloud.compute(), Optional.empty());

                var requests = testCloud.server().requests();
                assertThat(requests.get(1).header("OpenStack-API-Version")).isEqualTo("volume 3.60");
                assertThat(requests.get(1).header("X-OpenStack-Volume-API-Version"))
                        .isEqualTo("3.60");
                assertThat(requests.get(2).header("OpenStack-API-Version")).isEqualTo("compute 2.60");
                assertThat(requests.get(2).header("X-OpenStack-Nova-API-Version"))
                        .isEqualTo("2.60");
                assertThat(requests.get(3).headers()).doesNotContainKey("openstack-api-version");
            }
        }
    }

    @Nested
    class Refusals {
        @Test
        void unknownRegionNamesTheRegionsThatThereAre() {
            testCloud.catalogIs(
                    testCloud.entry("volumev3", "south", "public", "/s"),
                    testCloud.entry("volumev3", "north", "public", "/n"));
            var access = new CloudAccess(
                    testCloud.url(),
                    access().credential(),
                    Optional.of("RegionOne"),
                    CatalogInterface.PUBLIC,
                    TlsSettings.SYSTEM);

            assertThat(refusal(access))
                    .isEqualTo("[Global \"west\"]: region 'RegionOne' has no block storage (Cinder)"
                            + " in the catalog of " + testCloud.url() + ": write region = one of [north, south]");
        }

        @Test
        void missingServiceNamesItsTypes() {
            testCloud.catalogIs(testCloud.entry("compute", "RegionOne", "public", "/nova"));

            assertThat(refusal(access()))
                    .isEqualTo("[Global \"west\"]: the catalog of " + testCloud.url()
                            + " lists no block storage (Cinder): it must be one of the types [block-storage, volumev3,"
                            + " block-store, volume, volumev2]; the project may also lack access");
        }

        @Test
        void missingInterfaceNamesTheOnesThatThereAre() {
            testCloud.catalogIs(testCloud.entry("volumev3", "RegionOne", "internal", "/s"));

            assertThat(refusal(access()))
                    .isEqualTo(
                            "[Global \"west\"]: the catalog of " + testCloud.url()
                                    + " lists no public URL of block storage (Cinder): write os-endpoint-type = one of [internal]");
        }

        @Test
        void wrongPassword() {
            testCloud.keystoneDoes(_ -> LoopbackServer.answer(
                    401,
                    "{\"error\": {\"code\": 401, \"message\": \"The request you have made requires"
                            + " authentication.\", \"title\": \"Unauthorized\"}}"));

            assertThat(refusal(access()))
                    .isEqualTo("[Global \"west\"]: Keystone at " + testCloud.url()
                            + " refuses the credentials (The request you have made requires authentication.):"
                            + " check username, password, their domain and the project");
            assertThat(testCloud.server().requests()).hasSize(1);
        }

        @Test
        void urlOfSomethingElse() {
            testCloud.keystoneDoes(_ -> LoopbackServer.answer(404, "<h1>Not Found</h1>"));

            assertThat(refusal(access()))
                    .isEqualTo("[Global \"west\"]: Keystone at " + testCloud.url()
                            + " is no Keystone v3 (it answers 404 without a token):"
                            + " auth-url must be as in https://KEYSTONE:5000/v3");
        }

        @Test
        void pageInPlaceOfAToken() {
            testCloud.keystoneDoes(_ -> LoopbackServer.answer(200, "<h1>Welcome</h1>"));

            assertThat(refusal(access()))
                    .isEqualTo("[Global \"west\"]: Keystone at " + testCloud.url()
                            + " is no Keystone v3 (it answers 200 without a token):"
                            + " auth-url must be as in https://KEYSTONE:5000/v3");
        }

        @Test
        void unreachableKeystone() throws Exception {
            int port;
            try (var closed = new ServerSocket(0)) {
                port = closed.getLocalPort();
            }

            assertThat(refusal(at("http://localhost:" + port + "/v3")))
                    .isEqualTo(
                            "[Global \"west\"]: Keystone at http://localhost:" + port
                                    + "/v3 cannot be reached (connection refused): check auth-url, and that this host reaches it");
        }

        @Test
        void unknownHost() {
            assertThat(refusal(at("http://keystone.invalid:5000/v3")))
                    .isEqualTo("[Global \"west\"]: Keystone at http://keystone.invalid:5000/v3 cannot be reached"
                            + " (its host name is not known): check auth-url, and that this host reaches it");
        }

        @Test
        void keystoneThatStalls() {
            testCloud.keystoneDoes(_ -> new Stall());
            var clock = InstantSource.system();

            var refusal = catchThrowableOfType(
                    Refusal.class,
                    () -> Cloud.connect("", access(), client(), Deadline.after(Duration.ofMillis(300), clock)));

            assertThat(refusal)
                    .hasMessage("[Global]: Keystone at " + testCloud.url()
                            + " did not answer in time: check auth-url and that this host reaches it");
        }

        @Test
        void keystoneInTrouble() {
            testCloud.keystoneDoes(_ -> LoopbackServer.answer(500, "{\"error\": {\"message\": \"database gone\"}}"));

            assertThat(refusal(access()))
                    .isEqualTo("[Global \"west\"]: Keystone at " + testCloud.url()
                            + " refuses the login (500, database gone): check auth-url and username, password, their domain"
                            + " and the project");
        }

        @Test
        void caFileThatIsNotThere(@TempDir Path dir) {
            var file = dir.resolve("ca.pem");

            assertThat(refusal(with(new TlsSettings(Optional.of(file), Optional.empty(), Optional.empty(), false))))
                    .isEqualTo("ca-file " + file + ": there is no such file: correct the path");
        }

        @Test
        void caFileWithoutCertificate(@TempDir Path dir) throws Exception {
            var file = Files.writeString(dir.resolve("ca.pem"), "hello");

            assertThat(refusal(with(new TlsSettings(Optional.of(file), Optional.empty(), Optional.empty(), false))))
                    .isEqualTo("ca-file " + file
                            + " holds no certificate: give a PEM file with the certificates of the CA");
        }
    }

    private String refusal(CloudAccess access) {
        var clock = InstantSource.system();
        var refusal = catchThrowableOfType(
                Refusal.class,
                () -> Cloud.connect("west", access, client(), Deadline.after(Duration.ofSeconds(20), clock)));
        assertThat(refusal.problems()).hasSize(1);
        return refusal.problems().getFirst();
    }

    private static String targetOf(Endpoint endpoint, Optional<String> microversion) {
        var call = new Call(
                "volume_get", Call.Method.GET, "/x", Map.of(), Optional.empty(), microversion, Call.Repeat.SAFE);
        var reply = endpoint.send(call, Deadline.after(Duration.ofSeconds(10), InstantSource.system()));
        return reply.toString().replaceAll(".*localhost:\\d+(\\S*) answered.*", "$1");
    }

    private static Cloud connect(CloudAccess access) {
        return Cloud.connect("", access, client(), Deadline.after(Duration.ofSeconds(10), InstantSource.system()));
    }

    private CloudAccess access() {
        return at(testCloud.url().toString());
    }

    private static CloudAccess at(String url) {
        var domain = new Domain(Optional.empty(), Optional.of("Default"));
        var user = new User(Optional.empty(), Optional.of("ann"), domain);
        var credential = new Credential.Password(
                user, new Secret("s3"), new Scope.Project(Optional.empty(), Optional.of("web"), domain));
        return new CloudAccess(
                URI.create(url), credential, Optional.empty(), CatalogInterface.PUBLIC, TlsSettings.SYSTEM);
    }

    private CloudAccess with(TlsSettings tls) {
        return new CloudAccess(testCloud.url(), access().credential(), Optional.empty(), CatalogInterface.PUBLIC, tls);
    }

    private static Client client() {
        return new Client(InstantSource.system(), Meters.NONE, "test/1");
    }
}
