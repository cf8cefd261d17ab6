package org.moorage.openstack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Secret;
import org.moorage.api.plugin.Refusal;
import org.moorage.openstack.config.TlsSettings.ClientCertificate;
import org.moorage.openstack.testing.CapturedLog;

class CloudConfigurationTest {
    private static final String LOGIN = """
            [Global]
            auth-url = https://keystone:5000/v3
            username = ann
            password = canary-password
            domain-name = Default
            tenant-id = p1
            """;

    @TempDir
    Path dir;

    private final Map<String, String> environment = new java.util.HashMap<>();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = dir.resolve("cloud.conf");
    }

    @Nested
    class Access {
        @Test
        void passwordByName() {
            assertThat(access(LOGIN).credential())
                    .isEqualTo(new Credential.Password(
                            new User(Optional.empty(), Optional.of("ann"), named("Default")),
                            new Secret("canary-password"),
                            new Scope.Project(Optional.of("p1"), Optional.empty(), named("Default"))));
        }

        @Test
        void ownDomainsOfUserAndProjectWinOverTheCommonOne() {
            var access = access(LOGIN + """
                    user-domain-id = ud
                    tenant-domain-name = td
                    """);

            assertThat(((Credential.Password) access.credential()).user().domain())
                    .isEqualTo(new Domain(Optional.of("ud"), Optional.empty()));
            assertThat(((Scope.Project) ((Credential.Password) access.credential()).scope()).domain())
                    .isEqualTo(named("td"));
        }

        @Test
        void withoutProjectTheDomainIsTheScope() {
            assertThat(((Credential.Password)
                                    access(LOGIN.replace("tenant-id = p1", "")).credential())
                            .scope())
                    .isEqualTo(new Scope.WholeDomain(named("Default")));
        }

        @Test
        void applicationCredential() {
            assertThat(access("""
                    [Global]
                    auth-url = https://k
                    application-credential-id = a1
                    application-credential-secret = s
                    """).credential())
                    .isInstanceOfSatisfying(Credential.ApplicationCredential.class, found -> {
                        assertThat(found.id()).contains("a1");
                        assertThat(found.secret()).isEqualTo(new Secret("s"));
                    });
        }

        @Test
        void trustFallsBackToTheUsersIdAndPassword() {
            assertThat(access("""
                    [Global]
                    auth-url = https://k
                    user-id = u1
                    password = p
                    trust-id = t1
                    """).credential())
                    .isEqualTo(new Credential.Trust(
                            "t1", new User(Optional.of("u1"), Optional.empty(), nowhere()), new Secret("p")));
        }

        @Test
        void trusteeGoesBeforeTheUser() {
            assertThat(access("""
                    [Global]
                    auth-url = https://k
                    user-id = u1
                    password = p
                    trust-id = t1
                    trustee-id = u2
                    trustee-password = p2
                    """).credential())
                    .isEqualTo(new Credential.Trust(
                            "t1", new User(Optional.of("u2"), Optional.empty(), nowhere()), new Secret("p2")));
        }

        @Test
        void token() {
            assertThat(access("""
                    [Global]
                    auth-url = https://k
                    token = t
                    tenant-id = p1
                    """).credential())
                    .isEqualTo(new Credential.Token(
                            new Secret("t"), new Scope.Project(Optional.of("p1"), Optional.empty(), nowhere())));
        }

        @Test
        void placesAndTls() {
            var access = access(LOGIN + """
                    region = north
                    os-endpoint-type = internalURL
                    ca-file = /ca.pem
                    cafilecontents = "text"
                    cert-file = /c.pem
                    key-file = /k.pem
                    tls-insecure = true
                    """);

            assertThat(access.authUrl()).isEqualTo(URI.create("https://keystone:5000/v3"));
            assertThat(access.region()).contains("north");
            assertThat(access.catalogInterface()).isEqualTo(CatalogInterface.INTERNAL);
            assertThat(access.tls())
                    .isEqualTo(new TlsSettings(
                            Optional.of(Path.of("/ca.pem")),
                            Optional.of(new Secret("text")),
                            Optional.of(new ClientCertificate(Path.of("/c.pem"), Path.of("/k.pem"))),
                            true));
        }

        @Test
        void zoneMapOfEachCloud() {
            var configuration = read(LOGIN + "zone-map = nova-a:cinder-1, nova b : cinder-1,\n"
                    + LOGIN.replace("[Global]", "[Global \"east\"]"));

            var zones = configuration.zoneMaps().get("");
            assertThat(zones.volumeZone("nova-a")).isEqualTo("cinder-1");
            assertThat(zones.volumeZone("other")).isEqualTo("other");
            assertThat(zones.computeZones("cinder-1")).containsExactly("nova-a", "nova b", "cinder-1");
            assertThat(zones.computeZones("nova-a")).isEmpty();
            assertThat(configuration.zoneMaps().get("east")).isEqualTo(ZoneMap.SAME_NAMES);
        }

        @Test
        void zoneMapThatIsWrong() {
            assertThat(refusal(LOGIN + "zone-map = nova-a, b:c:d, e:, x:1, x:2").problems())
                    .containsExactly(
                            file + ":7: zone-map: 'nova-a' is no pair of zones: write NOVA-ZONE:CINDER-ZONE, and commas"
                                    + " between such pairs",
                            file + ":7: zone-map: 'b:c:d' is no pair of zones: write NOVA-ZONE:CINDER-ZONE, and commas"
                                    + " between such pairs",
                            file + ":7: zone-map: 'e:' is no pair of zones: write NOVA-ZONE:CINDER-ZONE, and commas"
                                    + " between such pairs",
                            file + ":7: zone-map names the compute zone 'x' twice: one zone of Cinder serves it, write"
                                    + " that one");
        }

        @ParameterizedTest
        @CsvSource({"true, true", "TRUE, false", "yes, false", "1, false", "false, false"})
        void onlyTheWordTrueSwitchesCertificateChecksOff(String text, boolean insecure) {
            assertThat(access(LOGIN + "tls-insecure = " + text).tls().insecure())
                    .isEqualTo(insecure);
        }

        @Test
        void bareTlsInsecureMeansTrue() {
            assertThat(access(LOGIN + "tls-insecure").tls().insecure()).isTrue();
        }

        @Test
        void namedCloudsKeepTheirOrder() {
            var configuration = read(LOGIN
                    + LOGIN.replace("[Global]", "[Global \"west\"]")
                    + LOGIN.replace("[Global]", "[Global \"East\"]"));

            assertThat(configuration.clouds().keySet()).containsExactly("", "west", "East");
        }

        @Test
        void laterFilesGoOverEarlierOnesKeyByKey() throws IOException {
            var second = Files.writeString(dir.resolve("more.conf"), "[global]\nUSERNAME = bob\n[BlockStorage]\n");
            Files.writeString(file, LOGIN);

            var access = reader().read(List.of(file, second), true).clouds().get("");

            assertThat(((Credential.Password) access.credential()).user().name())
                    .contains("bob");
            assertThat(((Credential.Password) access.credential()).password()).isEqualTo(new Secret("canary-password"));
        }
    }

    @Nested
    class Sections {
        @Test
        void defaults() {
            var configuration = read(LOGIN);

            assertThat(configuration.blockStorage())
                    .isEqualTo(new BlockStorageSection(OptionalInt.empty(), false, false, false));
            assertThat(configuration.metadata())
                    .isEqualTo(new MetadataSection(List.of("configDrive", "metadataService"), Optional.empty()));
        }

        @Test
        void given() {
            var configuration = read(LOGIN + """
                    [BlockStorage]
                    node-volume-attach-limit = 0x10
                    rescan-on-resize
                    ignore-volume-az = Yes
                    ignore-volume-microversion = ON
                    [Metadata]
                    search-order = " metadataService , configDrive"
                    request-timeout = 1m1.5s
                    """);

            assertThat(configuration.blockStorage())
                    .isEqualTo(new BlockStorageSection(OptionalInt.of(16), true, true, true));
            assertThat(configuration.metadata())
                    .isEqualTo(new MetadataSection(
                            List.of("metadataService", "configDrive"), Optional.of(Duration.ofMillis(61500))));
        }

        @ParameterizedTest
        @CsvSource({"-1, 256", "0, 0", "1, 1", "256, 256", "257, 256"})
        void attachLimitStaysInRange(int given, int limit) {
            assertThat(read(LOGIN + "[BlockStorage]\nnode-volume-attach-limit = " + given)
                            .blockStorage()
                            .nodeVolumeAttachLimit())
                    .hasValue(limit);
        }

        @Test
        void partsOfOtherProgramsAreIgnored() {
            assertThat(read(LOGIN + """
                    secret-name = x
                    [LoadBalancer]
                    use-octavia = perhaps
                    [Networking "x"]
                    [BlockStorage]
                    bs-version = v3
                    """).clouds()).hasSize(1);
        }

        @Test
        void nodeNeedsNoCloud() throws IOException {
            Files.writeString(file, "[Global]\nregion = x\n[BlockStorage]\nnode-volume-attach-limit = 7\n");

            var configuration = reader().read(List.of(file), false);

            assertThat(configuration.clouds()).isEmpty();
            assertThat(configuration.blockStorage().nodeVolumeAttachLimit()).hasValue(7);
        }
    }

    @Nested
    class Refusals {
        static Stream<Arguments> problems() {
            return Stream.of(
                    arguments("", "FILE: no cloud is configured: write a [Global] section"),
                    arguments("[Global]\nusername = x\nuser-id = y", """
                            FILE [Global] has no auth-url: write auth-url = https://KEYSTONE:5000/v3
                            FILE [Global] has no credentials: write username and password, or application-credential-id \
                            and application-credential-secret, or trust-id, or token"""),
                    arguments(
                            "[Global \"w\"]\nauth-url = keystone:5000\npassword = p\ntenant-id = t\nuser-id = u",
                            "FILE:2: auth-url is no URL of a Keystone: write it as http:// or https://, host, port and"
                                    + " path, without a user"),
                    arguments("[Global]\nauth-url = https://k\npassword = p", """
                            FILE [Global] has no project: write tenant-id or tenant-name
                            FILE [Global] has a password and no user: write username or user-id"""),
                    arguments("[Global]\nauth-url = https://k\npassword = p\nusername = u\ntenant-name = t", """
                            FILE:5: tenant-name has no domain: write tenant-domain-name or domain-name (often Default)
                            FILE:4: username has no domain: write user-domain-name or domain-name (often Default)"""),
                    arguments(
                            "[Global]\nauth-url = https://k\napplication-credential-secret = s",
                            "FILE [Global] has an application-credential-secret and no credential:"
                                    + " write application-credential-id"),
                    arguments(
                            "[Global]\nauth-url = https://k\napplication-credential-secret = s\n"
                                    + "application-credential-name = n",
                            "FILE [Global] names an application credential and no user: write user-id, or username and"
                                    + " user-domain-name, or application-credential-id in place of its name"),
                    arguments("[Global]\nauth-url = https://k\ntrust-id = t", """
                            FILE [Global] has a trust-id and no trustee: write trustee-id
                            FILE [Global] has a trust-id and no password: write trustee-password"""),
                    arguments(
                            "[Global]\nauth-url = https://k\ntoken = t",
                            "FILE [Global] has no project: write tenant-id or tenant-name"),
                    arguments(
                            LOGIN + "os-endpoint-type = private",
                            "FILE:7: os-endpoint-type is 'private': write public," + " internal or admin"),
                    arguments(LOGIN + "use-clouds = perhaps", "FILE:7: use-clouds is 'perhaps': write true or false"),
                    arguments(LOGIN + "region", "FILE:7: region has no value: write region = VALUE"),
                    arguments(LOGIN + """
                            [BlockStorage]
                            node-volume-attach-limit = many
                            rescan-on-resize = 2
                            [Metadata]
                            request-timeout = soon
                            x_y = 1
                            """, """
                            FILE:12: '=' expected after 'x', found '_': a key is made of letters, digits and '-'
                            FILE:8: node-volume-attach-limit is 'many': write a whole number
                            FILE:9: rescan-on-resize is '2': write true or false
                            FILE:11: request-timeout is 'soon': write a duration such as 5s or 500ms"""));
        }

        @ParameterizedTest
        @MethodSource("problems")
        void nameAllProblems(String text, String problems) {
            assertThat(refusal(text).problems())
                    .containsExactlyElementsOf(
                            problems.replace("FILE", file.toString()).lines().toList());
        }

        @Test
        void fileThatIsNotThere() {
            var refusal = catchThrowableOfType(Refusal.class, () -> reader().read(List.of(file), true));

            assertThat(refusal.problems())
                    .containsExactly(file + ": there is no such file: correct the path of the cloud configuration");
        }

        @Test
        void fileThatIsNotUtf8() throws IOException {
            Files.write(file, "[Global]\nusername = ü".getBytes(StandardCharsets.ISO_8859_1));

            var refusal = catchThrowableOfType(Refusal.class, () -> reader().read(List.of(file), true));

            assertThat(refusal.problems()).containsExactly(file + ": the file is not UTF-8: save it as UTF-8");
        }

        @Test
        void noFileAtAll() {
            var refusal = catchThrowableOfType(Refusal.class, () -> reader().read(List.of(), true));

            assertThat(refusal.problems()).containsExactly("no cloud is configured: give a cloud configuration file");
        }

        @Test
        void directoryInPlaceOfAFile() {
            var refusal = catchThrowableOfType(Refusal.class, () -> reader().read(List.of(dir), true));

            assertThat(refusal.problems()).singleElement().asString().startsWith(dir + ": the file cannot be read (");
        }
    }

    @Nested
    class Warnings {
        @ParameterizedTest
        @CsvSource({
            "user-name, username",
            "tenantid, tenant-id",
            "project-name, tenant-name",
            "endpoint-type, os-endpoint-type",
            "auth-uri, auth-url",
            "regoin, region"
        })
        void keyThatLooksMisspelled(String key, String meant) {
            try (var log = CapturedLog.everything()) {
                read(LOGIN + key + " = canary");

                assertThat(log.lines())
                        .containsExactly("WARN " + file + ":7: " + key + " is not known and is ignored: did you mean "
                                + meant + "?");
            }
        }

        @ParameterizedTest
        @CsvSource({"secret-name", "secret-namespace", "kubeconfig-path"})
        void otherKeysPassInSilence(String key) {
            try (var log = CapturedLog.everything()) {
                read(LOGIN + key + " = x");

                assertThat(log.lines()).isEmpty();
            }
        }

        @Test
        void passwordBesideOtherCredentials() {
            try (var log = CapturedLog.everything()) {
                read(LOGIN + "application-credential-secret = canary-secret");

                assertThat(log.lines())
                        .containsExactly("WARN " + file
                                + " [Global] has a password beside other credentials: the password is used");
            }
        }
    }

    @Nested
    class CloudsYaml {
        private static final String USE = """
                [Global]
                use-clouds = true
                clouds-file = %s
                """;

        @Test
        void fillsWhatGlobalLacks() throws IOException {
            var clouds = clouds("""
                    clouds:
                      one:
                        auth:
                          auth_url: https://yaml:5000
                          username: yaml-user
                          password: yaml-password
                          project_name: web
                          project_domain_id: default
                          user_domain_name: Default
                        region_name: south
                        interface: internal
                        cacert: /yaml-ca.pem
                        verify: false
                    """);

            var access = access(USE.formatted(clouds) + "username = ann\nregion = north");

            assertThat(access)
                    .isEqualTo(new CloudAccess(
                            URI.create("https://yaml:5000"),
                            new Credential.Password(
                                    new User(Optional.empty(), Optional.of("ann"), named("Default")),
                                    new Secret("yaml-password"),
                                    new Scope.Project(
                                            Optional.empty(),
                                            Optional.of("web"),
                                            new Domain(Optional.of("default"), Optional.empty()))),
                            Optional.of("north"),
                            CatalogInterface.INTERNAL,
                            new TlsSettings(
                                    Optional.of(Path.of("/yaml-ca.pem")), Optional.empty(), Optional.empty(), false)));
        }

        @Test
        void applicationCredentialWithItsSecretInSecureYaml() throws IOException {
            var clouds = clouds("""
                    clouds:
                      one: {auth: {auth_url: "https://k", application_credential_id: a1}}
                      two: {auth: {auth_url: "https://other"}}
                    """);
            Files.writeString(dir.resolve("secure.yaml"), """
                    clouds:
                      one: {auth: {application_credential_secret: canary-secret}}
                    """);

            assertThat(access(USE.formatted(clouds) + "cloud = one").credential())
                    .isInstanceOfSatisfying(
                            Credential.ApplicationCredential.class,
                            found -> assertThat(found.secret()).isEqualTo(new Secret("canary-secret")));
        }

        @ParameterizedTest
        @CsvSource({"1.10", "1e5", "0017", "true", "12345678901234567890123456789012", "'#x'", "'a: b'"})
        void valuesStayTheTextsThatTheyAre(String password) throws IOException {
            var quoted = password.matches("[\\w.]+") ? password : "'" + password + "'";
            var clouds = clouds("""
                    clouds:
                      one:
                        region_name: null
                        cacert: ~
                        key:
                        auth: {auth_url: "https://k", user_id: u, password: %s, project_id: p}
                    """.formatted(quoted));

            var access = access(USE.formatted(clouds));

            assertThat(((Credential.Password) access.credential()).password()).isEqualTo(new Secret(password));
            assertThat(access.region()).isEmpty();
            assertThat(access.tls()).isEqualTo(TlsSettings.SYSTEM);
        }

        @Test
        void profileOfThePublicClouds() throws IOException {
            Files.writeString(dir.resolve("clouds-public.yaml"), """
                    public-clouds:
                      vendor: {auth: {auth_url: "https://vendor"}, region_name: v1}
                    """);
            var clouds = clouds("""
                    clouds:
                      one: {profile: vendor, region_name: v2, auth: {token: t, project_id: 17}}
                    """);

            var access = access(USE.formatted(clouds));

            assertThat(access.authUrl()).isEqualTo(URI.create("https://vendor"));
            assertThat(access.region()).contains("v2");
            assertThat(((Credential.Token) access.credential()).scope())
                    .isEqualTo(new Scope.Project(Optional.of("17"), Optional.empty(), nowhere()));
        }

        @Test
        void environmentNamesFileAndCloud() throws IOException {
            environment.put("OS_CLIENT_CONFIG_FILE", clouds("""
                    clouds:
                      one: {auth: {auth_url: "https://one", token: t, project_id: p}}
                      two: {auth: {auth_url: "https://two", token: t, project_id: p}}
                    """).toString());
            environment.put("OS_CLOUD", "two");

            assertThat(access("[Global]\nuse-clouds").authUrl()).isEqualTo(URI.create("https://two"));
        }

        @Test
        void fileIsFoundInItsUsualPlaces() throws IOException {
            clouds("clouds: {one: {auth: {auth_url: 'https://one', token: t, project_id: p}}}");

            assertThat(access("[Global]\nuse-clouds").authUrl()).isEqualTo(URI.create("https://one"));
        }

        @Test
        void unknownCloudNamesTheOnesThatThereAre() throws IOException {
            var clouds = clouds("clouds: {one: {}, two: {}}");

            assertThat(refusal(USE.formatted(clouds) + "cloud = three").problems())
                    .containsExactly(
                            file + ":4: cloud: 'three' is not in " + clouds + ": write cloud = one of [one, two]");
            assertThat(refusal(USE.formatted(clouds)).problems())
                    .containsExactly(file + " [Global]: cloud is not given, and there is not just one in " + clouds
                            + ": write cloud = one of [one, two]");
        }

        @Test
        void fileThatIsNotThere() {
            assertThat(refusal(USE.formatted("/nowhere/clouds.yaml")).problems())
                    .containsExactly(
                            "/nowhere/clouds.yaml: there is no such file: correct the file that use-clouds" + " reads");
        }

        @Test
        void noFileAnywhere() {
            assertThat(refusal("[Global]\nuse-clouds").problems())
                    .containsExactly(file + ":2: use-clouds is on and no clouds.yaml is found in [" + dir
                            + "]: write clouds-file = PATH");
        }

        @Test
        void brokenYamlIsRefusedWithoutItsText() throws IOException {
            var clouds = clouds("clouds:\n  one: {auth: {password: canary-password\n  two: [");

            assertThat(refusal(USE.formatted(clouds)).problems())
                    .singleElement()
                    .asString()
                    .startsWith(clouds + ":")
                    .doesNotContain("canary");
        }
    }

    @Nested
    class Secrecy {
        @Test
        void noTextShowsASecret() throws IOException {
            clouds("clouds: {one: {auth: {password: canary-yaml}}}");
            try (var log = CapturedLog.everything()) {
                var configuration = read(LOGIN + """
                        user-name = canary-misspelled
                        use-clouds = true
                        application-credential-secret = canary-secret
                        trustee-password = canary-trustee
                        token = canary-token
                        cafilecontents = canary-pem
                        """);
                var trust = read(LOGIN + "trust-id = t\ntrustee-password = canary-trustee");

                assertThat(configuration + " " + trust + log.lines()).doesNotContain("canary");
            }
        }

        @Test
        void noProblemShowsASecret() {
            var problems = refusal("""
                    [Global]
                    auth-url = https://user:canary@k
                    password = "canary
                    token = canary\\x
                    application-credential-secret
                    """).problems();

            assertThat(problems).hasSizeGreaterThan(2);
            assertThat(String.join(" ", problems)).doesNotContain("canary");
        }

        @Test
        void noSettingShowsItsValue() {
            var settings = GcfgParser.parse(LOGIN, file, new ArrayList<>());

            assertThat(settings.toString()).doesNotContain("canary");
        }
    }

    private Path clouds(String text) throws IOException {
        return Files.writeString(dir.resolve("clouds.yaml"), text);
    }

    private CloudAccess access(String text) {
        return read(text).clouds().get("");
    }

    private Refusal refusal(String text) {
        return catchThrowableOfType(Refusal.class, () -> read(text));
    }

    private CloudConfiguration read(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return reader().read(List.of(file), true);
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader(new CloudsFiles(environment, List.of(dir)), new SeenFiles());
    }

    private static Domain named(String name) {
        return new Domain(Optional.empty(), Optional.of(name));
    }

    private static Domain nowhere() {
        return new Domain(Optional.empty(), Optional.empty());
    }
}
