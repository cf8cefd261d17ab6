package org.moorage.openstack.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.moorage.openstack.testing.LoopbackServer.answer;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Deadline;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.TlsSettings;
import org.moorage.openstack.config.TlsSettings.ClientCertificate;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.TestAuthority;

@Tag("slow")
class TlsTest {
    @TempDir
    static Path dir;

    private static TestAuthority authority;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority(dir);
        authority.sign("good", "EC", "san=dns:localhost");
        authority.sign("other", "EC", "san=dns:elsewhere");
        authority.sign("rsa", "RSA", "san=dns:client");
        authority.sign("ec", "EC", "san=dns:client");
    }

    @Test
    void believesTheAuthorityOfTheFile() throws Exception {
        assertThat(get("good", settings(Optional.of(authority.certificate()), Optional.empty(), false)))
                .isEqualTo(200);
    }

    @Test
    void believesTheAuthorityOfTheText() throws Exception {
        var text = new Secret(Files.readString(authority.certificate()));

        assertThat(get("good", new TlsSettings(Optional.empty(), Optional.of(text), Optional.empty(), false)))
                .isEqualTo(200);
    }

    @Test
    void authorityOfTheFileReplacesTheSystems() throws Exception {
        var unrelated = new TestAuthority(Files.createDirectory(dir.resolve("unrelated")));

        assertThat(error("good", settings(Optional.of(unrelated.certificate()), Optional.empty(), false)))
                .hasMessageContaining("got no TLS connection");
    }

    @Test
    void unknownAuthorityNeverReachesTheServiceAndIsNotTriedAgain() throws Exception {
        var begin = System.nanoTime();

        var error = error("good", TlsSettings.SYSTEM);

        assertThat(error.kind()).isEqualTo(OpenStackError.Kind.UNREACHABLE);
        assertThat(error).hasMessageContaining("unable to find valid certification path");
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void certificateOfAnotherHostIsNotBelieved() throws Exception {
        assertThat(error("other", settings(Optional.of(authority.certificate()), Optional.empty(), false))
                        .kind())
                .isEqualTo(OpenStackError.Kind.UNREACHABLE);
    }

    @Test
    void insecureBelievesAnyoneForAnyHost() throws Exception {
        assertThat(get("other", settings(Optional.empty(), Optional.empty(), true)))
                .isEqualTo(200);
    }

    @Test
    void insecureDoesNotEvenReadTheAuthority() throws Exception {
        assertThat(get("good", settings(Optional.of(dir.resolve("gone.pem")), Optional.empty(), true)))
                .isEqualTo(200);
    }

    @Test
    void showsClientCertificateWithKeyInPkcs8() throws Exception {
        for (var name : List.of("rsa", "ec")) {
            var key = authority.pem(
                    name + "-8.key", "PRIVATE KEY", authority.key(name).getEncoded());

            assertThat(getAs(name, key)).as(name).isEqualTo(200);
        }
    }

    @Test
    void showsClientCertificateWithRsaKeyInPkcs1() throws Exception {
        // PKCS #8 is SEQUENCE (4), version (3), algorithm (15), OCTET STRING header (4), and the PKCS #1 key.
        var encoded = authority.key("rsa").getEncoded();
        var key = authority.pem("rsa-1.key", "RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));

        assertThat(getAs("rsa", key)).isEqualTo(200);
    }

    @Test
    void showsClientCertificateWithEcKeyInItsOwnForm() throws Exception {
        // SEQUENCE, version 1, the key's 48 octets, [0] with the OID of secp384r1 (RFC 5915, 3).
        var number = ((ECPrivateKey) authority.key("ec")).getS();
        var octets = HexFormat.of().parseHex("%096x".formatted(number));
        var der = new ByteArrayOutputStream();
        der.writeBytes(HexFormat.of().parseHex("303e0201010430"));
        der.writeBytes(octets);
        der.writeBytes(HexFormat.of().parseHex("a00706052b81040022"));
        var key = authority.pem("ec-own.key", "EC PRIVATE KEY", der.toByteArray());

        assertThat(getAs("ec", key)).isEqualTo(200);
    }

    @Test
    void serverThatWantsACertificateGetsNoneFromOthers() throws Exception {
        var settings = settings(Optional.of(authority.certificate()), Optional.empty(), false);
        try (var server = LoopbackServer.httpsForClients(authority.server("good"), _ -> answer(200, "{}"))) {
            assertThat(catchThrowableOfType(OpenStackError.class, () -> get(server, settings))
                            .kind())
                    .isIn(OpenStackError.Kind.UNREACHABLE, OpenStackError.Kind.UNKNOWN);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void filesThatAreWrongAreNamedTogether() throws Exception {
        var garbage = Files.writeString(
                dir.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var settings = new TlsSettings(
                Optional.of(garbage),
                Optional.empty(),
                Optional.of(new ClientCertificate(dir.resolve("no.pem"), dir.resolve("no.key"))),
                false);

        var problems = catchThrowableOfType(Refusal.class, () -> Tls.context(settings, "[Global]"))
                .problems();

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0))
                .isEqualTo("cert-file " + dir.resolve("no.pem") + ": there is no such file: correct the path");
        assertThat(problems.get(1))
                .isEqualTo("key-file " + dir.resolve("no.key") + ": there is no such file: correct the path");
        assertThat(problems.get(2))
                .startsWith("ca-file " + garbage + " holds no readable certificate (")
                .endsWith("): give a PEM file with the certificates of the CA");
    }

    @Test
    void keyThatIsNoneIsRefusedWithoutItsText() throws Exception {
        var key = Files.writeString(dir.resolve("canary.key"), "canary");
        var settings = settings(
                Optional.empty(), Optional.of(new ClientCertificate(authority.certificate("rsa"), key)), false);

        assertThat(catchThrowableOfType(Refusal.class, () -> Tls.context(settings, "[Global]")))
                .hasMessage("cert-file " + authority.certificate("rsa") + " and key-file " + key
                        + " make no client certificate (there is no unencrypted private key in it): give PEM files that"
                        + " belong together, the key not encrypted");
    }

    private int getAs(String name, Path key) throws Exception {
        var settings = settings(
                Optional.of(authority.certificate()),
                Optional.of(new ClientCertificate(authority.certificate(name), key)),
                false);
        try (var server = LoopbackServer.httpsForClients(authority.server("good"), _ -> answer(200, "{}"))) {
            return get(server, settings);
        }
    }

    private int get(String name, TlsSettings settings) throws Exception {
        try (var server = LoopbackServer.https(authority.server(name), _ -> answer(200, "{}"))) {
            return get(server, settings);
        }
    }

    private OpenStackError error(String name, TlsSettings settings) throws Exception {
        return catchThrowableOfType(OpenStackError.class, () -> get(name, settings));
    }

    private static int get(LoopbackServer server, TlsSettings settings) {
        var clock = InstantSource.system();
        SSLContext context = Tls.context(settings, "[Global]");
        try (var connector = Connector.withoutProxy()) {
            var transport =
                    new Transport(connector, context, clock, Meters.NONE, "test/1", Backoff.BRIEF, Pauses.SLEEPING);
            var call = new Call(
                    "x", Call.Method.GET, "/x", Map.of(), Optional.empty(), Optional.empty(), Call.Repeat.SAFE);
            return new Channel(transport, server.url())
                    .send(
                            call,
                            new Envelope(Optional.empty(), Map.of(), List.of()),
                            Deadline.after(Duration.ofSeconds(10), clock))
                    .status();
        }
    }

    private static TlsSettings settings(Optional<Path> caFile, Optional<ClientCertificate> client, boolean insecure) {
        return new TlsSettings(caFile, Optional.empty(), client, insecure);
    }
}
