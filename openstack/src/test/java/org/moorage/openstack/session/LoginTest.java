package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.config.CatalogInterface;
import org.moorage.openstack.config.CloudAccess;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.config.Domain;
import org.moorage.openstack.config.Scope;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.User;
import org.moorage.openstack.testing.TestCloud;

class LoginTest {
    private static final Domain NOWHERE = new Domain(Optional.empty(), Optional.empty());
    private static final Domain DEFAULT = new Domain(Optional.empty(), Optional.of("Default"));
    private static final Domain BY_ID = new Domain(Optional.of("d1"), Optional.of("ignored"));
    private static final Secret SECRET = new Secret("s3");

    static Stream<Arguments> kinds() {
        var byName = new User(Optional.empty(), Optional.of("ann"), DEFAULT);
        var byId = new User(Optional.of("u1"), Optional.of("ignored"), DEFAULT);
        var project = new Scope.Project(Optional.empty(), Optional.of("web"), BY_ID);
        var projectId = new Scope.Project(Optional.of("p1"), Optional.of("ignored"), DEFAULT);
        return Stream.of(
                arguments("password by names", new Credential.Password(byName, SECRET, project), """
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"ann",\
                        "domain":{"name":"Default"},"password":"s3"}}},\
                        "scope":{"project":{"name":"web","domain":{"id":"d1"}}}}}"""),
                arguments("password by ids", new Credential.Password(byId, SECRET, projectId), """
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1",\
                        "password":"s3"}}},"scope":{"project":{"id":"p1"}}}}"""),
                arguments(
                        "password for a domain",
                        new Credential.Password(byId, SECRET, new Scope.WholeDomain(DEFAULT)),
                        """
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1",\
                        "password":"s3"}}},"scope":{"domain":{"name":"Default"}}}}"""),
                arguments(
                        "application credential by id",
                        new Credential.ApplicationCredential(
                                Optional.of("a1"),
                                Optional.empty(),
                                new User(Optional.empty(), Optional.empty(), NOWHERE),
                                SECRET),
                        """
                        {"auth":{"identity":{"methods":["application_credential"],\
                        "application_credential":{"id":"a1","secret":"s3"}}}}"""),
                arguments(
                        "application credential by name",
                        new Credential.ApplicationCredential(Optional.empty(), Optional.of("csi"), byName, SECRET),
                        """
                        {"auth":{"identity":{"methods":["application_credential"],\
                        "application_credential":{"name":"csi","user":{"name":"ann",\
                        "domain":{"name":"Default"}},"secret":"s3"}}}}"""),
                arguments("token", new Credential.Token(SECRET, projectId), """
                        {"auth":{"identity":{"methods":["token"],"token":{"id":"s3"}},\
                        "scope":{"project":{"id":"p1"}}}}"""),
                arguments("trust", new Credential.Trust("t1", byId, SECRET), """
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"u1",\
                        "password":"s3"}}},"scope":{"OS-TRUST:trust":{"id":"t1"}}}}"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void sendsWhatKeystoneAsksFor(String kind, Credential credential, String body) throws Exception {
        try (var cloud = new TestCloud();
                var _ = connect(cloud, cloud.url(), credential)) {
            var sent = cloud.server().requests().getFirst();

            assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /v3/auth/tokens");
            var json = new com.fasterxml.jackson.databind.ObjectMapper();
            assertThat(json.readTree(sent.body())).isEqualTo(json.readTree(body));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', /v3/auth/tokens",
        "/, /v3/auth/tokens",
        "/v3, /v3/auth/tokens",
        "/v3/, /v3/auth/tokens",
        "/v2.0, /v3/auth/tokens",
        "/identity, /identity/v3/auth/tokens",
        "/identity/v3/, /identity/v3/auth/tokens"
    })
    void authUrlMayEndWithItsVersion(String suffix, String target) {
        var credential = new Credential.Token(SECRET, new Scope.WholeDomain(DEFAULT));
        try (var cloud = new TestCloud();
                var _ = connect(cloud, URI.create(cloud.url() + suffix), credential)) {
            assertThat(cloud.server().requests().getFirst().target()).isEqualTo(target);
        }
    }

    private static Cloud connect(TestCloud cloud, URI authUrl, Credential credential) {
        var access =
                new CloudAccess(authUrl, credential, Optional.empty(), CatalogInterface.PUBLIC, TlsSettings.SYSTEM);
        var clock = InstantSource.system();
        return Cloud.connect(
                "", access, new Client(clock, Meters.NONE, "test/1"), Deadline.after(Duration.ofSeconds(10), clock));
    }
}
