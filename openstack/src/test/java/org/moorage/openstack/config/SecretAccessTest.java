package org.moorage.openstack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;

class SecretAccessTest {
    private static final Map<String, String> WHO = Map.of(
            "os-authURL", "https://keystone:5000/v3",
            "os-userName", "ann",
            "os-userDomainName", "people",
            "os-projectName", "web",
            "os-projectDomainID", "d2");

    @Nested
    class Reads {
        @Test
        void passwordOfAUserWithEverythingElse() {
            var access = read(Map.of(
                    "os-password", "s3",
                    "os-region", "north",
                    "os-endpointType", "internal",
                    "os-certAuthorityPath", "/etc/ca.pem",
                    "os-TLSInsecure", "true",
                    "unknown", ""));

            assertThat(access)
                    .isEqualTo(new CloudAccess(
                            URI.create("https://keystone:5000/v3"),
                            new Credential.Password(
                                    new User(
                                            Optional.empty(),
                                            Optional.of("ann"),
                                            new Domain(Optional.empty(), Optional.of("people"))),
                                    new Secret("s3"),
                                    new Scope.Project(
                                            Optional.empty(),
                                            Optional.of("web"),
                                            new Domain(Optional.of("d2"), Optional.empty()))),
                            Optional.of("north"),
                            CatalogInterface.INTERNAL,
                            new TlsSettings(
                                    Optional.of(Path.of("/etc/ca.pem")), Optional.empty(), Optional.empty(), true),
                            Vocabulary.SECRET));
        }

        @Test
        void applicationCredential() {
            assertThat(read(Map.of("os-applicationCredentialID", "a1", "os-applicationCredentialSecret", "s3"))
                            .credential())
                    .isInstanceOf(Credential.ApplicationCredential.class);
        }

        @Test
        void trustOfATrustee() {
            assertThat(read(Map.of("os-trustID", "t1", "os-trusteeID", "u2", "os-trusteePassword", "s3"))
                            .credential())
                    .isInstanceOf(Credential.Trust.class);
        }

        @Test
        void passwordBesideAClientCertificate() {
            var access = read(Map.of(
                    "os-password", "s3", "os-clientCertPath", "/etc/cert.pem", "os-clientKeyPath", "/etc/key.pem"));

            assertThat(access.credential()).isInstanceOf(Credential.Password.class);
            assertThat(access.tls().clientCertificate()).isPresent();
        }

        @Test
        void trustWithTheUsersOwnPassword() {
            assertThat(read(Map.of("os-trustID", "t1", "os-password", "s3")).credential())
                    .isInstanceOf(Credential.Trust.class);
        }

        @Test
        void tokenAlone() {
            assertThat(read(Map.of("os-token", "t")).credential()).isInstanceOf(Credential.Token.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "t", "T", "true", "TRUE"})
        void cloudOfAFile(String on, @TempDir Path dir) throws Exception {
            var file = Files.writeString(dir.resolve("mine.yaml"), """
                    clouds:
                      one:
                        region_name: south
                        auth: {auth_url: 'http://k/v3', application_credential_id: a, application_credential_secret: s}
                    """);

            var access = SecretAccess.read(Secrets.of(Map.of("os-useClouds", on, "os-cloudsFile", file.toString())))
                    .access();

            assertThat(access.region()).contains("south");
        }

        @Test
        void cloudOfAFileInTheUsualDirectories(@TempDir Path dir) throws Exception {
            Files.writeString(dir.resolve("clouds.yaml"), """
                    clouds:
                      one: {auth: {auth_url: 'http://one/v3', token: t, project_id: p}}
                      two: {auth: {auth_url: 'http://two/v3', token: t, project_id: p}}
                    """);
            var secrets = Secrets.of(Map.of("os-useClouds", "true", "os-cloud", "two"));

            var access = SecretAccess.read(secrets, new CloudsFiles(Map.of(), List.of(dir)));

            assertThat(access.access().authUrl()).isEqualTo(URI.create("http://two/v3"));
            assertThat(access.outdated()).isFalse();
            Files.writeString(dir.resolve("clouds.yaml"), "clouds: {}");
            assertThat(access.outdated()).isTrue();
        }
    }

    @Nested
    class Refuses {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                os-trusteeID=x         | os-trusteeID needs os-trustID beside it
                os-trusteePassword=x   | os-trusteePassword needs os-trustID beside it
                os-clientCertPath=x    | os-clientCertPath needs os-clientKeyPath beside it
                os-clientKeyPath=x     | os-clientKeyPath needs os-clientCertPath beside it
                os-applicationCredentialID=x | os-applicationCredentialID needs os-applicationCredentialSecret beside it
                os-applicationCredentialSecret=x | os-applicationCredentialSecret and os-password contradict each other: leave one out
                os-TLSInsecure=maybe   | os-TLSInsecure is neither true nor false
                os-region=             | os-region is empty: give it a value or leave it out
                os-endpointType=best   | the secret: os-endpointType is 'best': write public, internal or admin
                os-useClouds=perhaps   | the secret: os-useClouds is 'perhaps': write true or false
                """)
        void whatContradictsItself(String entry, String problem) {
            var parts = entry.split("=", 2);

            assertThat(refusal(Map.of("os-password", "s3", parts[0], parts[1])))
                    .isEqualTo("invalid OpenStack secrets: " + problem);
        }

        @Test
        void everythingThatIsWrongInOneFailure() {
            var failure = catchThrowableOfType(
                    Failure.Invalid.class,
                    () -> SecretAccess.read(
                            Secrets.of(Map.of("os-trusteeID", "u", "os-clientKeyPath", "/k", "os-cloud", ""))));

            assertThat(failure)
                    .hasMessageContaining("os-cloud is empty")
                    .hasMessageContaining("os-trusteeID needs os-trustID")
                    .hasMessageContaining("os-clientKeyPath needs os-clientCertPath")
                    .hasMessageContaining("has no os-authURL: write os-authURL = https://KEYSTONE:5000/v3")
                    .hasMessageContaining(
                            "has no credentials: write os-userName and os-password, or"
                                    + " os-applicationCredentialID and os-applicationCredentialSecret, or os-trustID, or os-token");
        }

        @Test
        void userWithoutDomainByTheKeysOfSecrets() {
            var texts = new HashMap<>(WHO);
            texts.put("os-password", "s3");
            texts.remove("os-userDomainName");

            var failure = catchThrowableOfType(Failure.Invalid.class, () -> SecretAccess.read(Secrets.of(texts)));

            assertThat(failure)
                    .hasMessage("invalid OpenStack secrets: the secret: os-userName has no domain:"
                            + " write os-userDomainName or os-domainName (often Default)");
        }
    }

    @Test
    void secretsOfAnotherKindAreNotAmongThem() {
        assertThat(SecretAccess.among(Secrets.of(Map.of("userID", "a", "userKey", "b"))))
                .isFalse();
        assertThat(SecretAccess.among(Secrets.of(Map.of("os-authURL", "")))).isTrue();
    }

    private static CloudAccess read(Map<String, String> more) {
        var texts = new HashMap<>(WHO);
        texts.putAll(more);
        return SecretAccess.read(Secrets.of(texts)).access();
    }

    private static String refusal(Map<String, String> more) {
        return String.valueOf(
                catchThrowableOfType(Failure.Invalid.class, () -> read(more)).getMessage());
    }
}
