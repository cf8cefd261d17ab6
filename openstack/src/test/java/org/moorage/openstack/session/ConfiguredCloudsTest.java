package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.emulator.log.RequestLog;
import org.moorage.openstack.config.ConfigurationFiles;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.testing.CapturedLog;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.RecordedMeters;
import org.moorage.openstack.testing.SwitchedKeys;
import org.moorage.openstack.testing.TestAuthority;
import org.moorage.openstack.testing.TestCloud;

/// Credentials, certificates and places that change while calls are under way.
class ConfiguredCloudsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration OFTEN = Duration.ofMillis(20);
    /// Nobody looks at the files by himself while a test lasts: what is found is found by a call that was refused.
    private static final Duration NEVER = Duration.ofHours(1);

    private static final int CALLERS = 8;
    private static final String IN_USE = "moorage_configuration_in_use{cloud=}";

    @TempDir
    Path dir;

    private final RecordedMeters meters = new RecordedMeters();
    private Emulator emulator;
    private Path conf;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.defaults(dir.resolve("data")).devices(false));
        conf = dir.resolve("cloud.conf");
    }

    @AfterEach
    void stop() throws IOException {
        emulator.close();
    }

    @Nested
    class UnderLoad {
        @Test
        void replacedApplicationCredentialIsTakenUpWithoutAFailedCall() throws Exception {
            write(emulator.cloudConf());
            try (var clouds = open(OFTEN);
                    var load = new Load(clouds)) {
                for (var round = 0; round < 3; round++) {
                    emulator.addCredential();
                    var logins = logins();
                    write(emulator.cloudConf());
                    await(() -> logins() > logins);
                    emulator.deleteOldCredentials();
                    load.goOn();
                }
                load.assertNoneFailed();
            }
        }

        @Test
        void credentialThatDiesBeforeTheFilesWereLookedAtFailsNoCall() throws Exception {
            write(emulator.cloudConf());
            try (var clouds = open(NEVER);
                    var load = new Load(clouds)) {
                for (var round = 0; round < 3; round++) {
                    emulator.addCredential();
                    write(emulator.cloudConf());
                    emulator.deleteOldCredentials();
                    load.goOn();
                }
                load.assertNoneFailed();
            }
        }

        @Test
        void passwordThatIsInTheFileBeforeKeystoneKnowsItFailsNoCall() throws Exception {
            write(emulator.cloudConfByPassword());
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN);
                    var load = new Load(clouds)) {
                write(emulator.cloudConfByPassword().replaceAll("(?m)^password = .*", "password = changed-1"));
                await(() -> log.lines().stream().anyMatch(line -> line.contains("does not work")));
                load.goOn();
                emulator.changePassword("changed-1");
                load.goOn();

                load.assertNoneFailed();
                assertThat(log.lines())
                        .filteredOn(line -> line.contains("does not work"))
                        .singleElement()
                        .asString()
                        .contains("[Global]: Keystone at", "refuses the credentials", "the one before stays in use")
                        .doesNotContain("changed-1");
            }
        }

        @Test
        void secretVolumeOfKubernetesIsFollowedThroughItsLinks() throws Exception {
            var first = Files.createDirectory(dir.resolve("..2026_1"));
            Files.writeString(first.resolve("cloud.conf"), emulator.cloudConf());
            Files.createSymbolicLink(dir.resolve("..data"), first.getFileName());
            conf = Files.createSymbolicLink(dir.resolve("linked.conf"), Path.of("..data", "cloud.conf"));
            try (var clouds = open(OFTEN);
                    var load = new Load(clouds)) {
                emulator.addCredential();
                var second = Files.createDirectory(dir.resolve("..2026_2"));
                Files.writeString(second.resolve("cloud.conf"), emulator.cloudConf());
                Files.createSymbolicLink(dir.resolve("..data_tmp"), second.getFileName());
                Files.move(dir.resolve("..data_tmp"), dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
                emulator.deleteOldCredentials();
                load.goOn();

                load.assertNoneFailed();
            }
        }

        @Test
        void secretBesideCloudsYamlIsTakenUp() throws Exception {
            var clouds = Files.writeString(dir.resolve("clouds.yaml"), """
                    clouds:
                      emulated:
                        region_name: RegionOne
                        auth: {auth_url: "%s", username: demo, project_name: demo, domain_name: Default}
                    """.formatted(emulator.authUrl()));
            var secure = dir.resolve("secure.yaml");
            Files.writeString(secure, secure("first"));
            write("[Global]\nuse-clouds = true\nclouds-file = " + clouds + "\ncloud = emulated\n");
            emulator.changePassword("first");
            try (var open = open(NEVER);
                    var load = new Load(open)) {
                Files.writeString(secure, secure("second"));
                emulator.changePassword("second");
                load.goOn();

                load.assertNoneFailed();
            }
        }

        private static String secure(String password) {
            return "clouds: {emulated: {auth: {password: " + password + "}}}\n";
        }

        @Test
        void certificateAuthorityThatIsReplacedFailsNoCall() throws Exception {
            var old = authority("old");
            var young = authority("young");
            var shown = new SwitchedKeys(old.key("cloud"), old.chain("cloud"));
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {shown}, null, null);
            try (var cloud = new TestCloud(handler -> LoopbackServer.https(context, handler))) {
                // Each call makes a connection of its own, and so looks at the certificate.
                cloud.serviceDoes(_ -> LoopbackServer.answer(200, "{}", "Connection", "close"));
                var ca = Files.copy(old.certificate(), dir.resolve("ca.pem"));
                write("""
                        [Global]
                        auth-url = %s
                        username = ann
                        password = s3
                        tenant-name = web
                        domain-name = Default
                        ca-file = %s
                        """.formatted(cloud.url(), ca));
                try (var clouds = open(NEVER);
                        var load = new Load(clouds)) {
                    Files.copy(young.certificate(), ca, StandardCopyOption.REPLACE_EXISTING);
                    shown.show(young.key("cloud"), young.chain("cloud"));
                    await(() -> cloud.logins() > 1);
                    load.goOn();

                    load.assertNoneFailed();
                }
            }
        }

        private TestAuthority authority(String name) throws Exception {
            var authority = new TestAuthority(Files.createDirectory(dir.resolve(name)));
            authority.sign("cloud", "EC", "san=dns:localhost");
            return authority;
        }
    }

    @Nested
    class WhatIsWrong {
        @Test
        void brokenFileIsKeptOutUntilItIsCorrected() throws Exception {
            write(emulator.cloudConf());
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN)) {
                assertThat(meters.values()).containsEntry(IN_USE, 1.0);
                write(emulator.cloudConf().replace("[Global]", "[Global"));
                await(() -> meters.values().get(IN_USE) == 0.0);

                assertThat(send(clouds.all().getFirst())).isEqualTo(200);
                emulator.addCredential();
                write(emulator.cloudConf());
                await(() -> meters.values().get(IN_USE) == 1.0);
                emulator.deleteOldCredentials();
                assertThat(send(clouds.all().getFirst())).isEqualTo(200);

                assertThat(log.lines())
                        .filteredOn(line -> line.startsWith("WARN"))
                        .singleElement()
                        .asString()
                        .startsWith("WARN the changed configuration is refused")
                        .contains(conf + ":1:");
                assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO the changed configuration is in use"));
            }
        }

        @Test
        void certificateThatIsNoneIsKeptOut() throws Exception {
            var ca = Files.writeString(dir.resolve("ca.pem"), "hello");
            write(emulator.cloudConf());
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN)) {
                write(emulator.cloudConf() + "ca-file = " + ca + "\n");
                await(() -> meters.values().get(IN_USE) == 0.0);

                assertThat(send(clouds.all().getFirst())).isEqualTo(200);
                assertThat(log.lines())
                        .anyMatch(line -> line.contains("does not work") && line.contains(ca.toString()));
            }
        }

        @Test
        void cloudThatDisappearsFromTheFilesIsServedOn() throws Exception {
            write(emulator.cloudConf());
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN)) {
                write(emulator.cloudConf().replace("[Global]", "[Global \"east\"]"));
                await(() -> meters.values().get(IN_USE) == 0.0);

                assertThat(send(clouds.all().getFirst())).isEqualTo(200);
                assertThat(log.lines()).anyMatch(line -> line.contains("[Global] is not in the files any more"));
            }
        }

        @Test
        void changeThatTakesARestartIsSaidSo() throws Exception {
            write(emulator.cloudConf());
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN)) {
                write(emulator.cloudConf() + "[BlockStorage]\nignore-volume-az = true\n");

                await(() -> log.lines().stream().anyMatch(line -> line.contains("it takes a restart")));
                assertThat(send(clouds.all().getFirst())).isEqualTo(200);
            }
        }

        @Test
        void credentialsForAnotherProjectAreKeptOut() throws Exception {
            var settings = EmulatorSettings.defaults(dir.resolve("other")).devices(false);
            write(emulator.cloudConf());
            try (var other = Emulator.start(settings);
                    var log = CapturedLog.everything();
                    var clouds = open(OFTEN);
                    var load = new Load(clouds)) {
                write(other.cloudConf());
                await(() -> log.lines().stream().anyMatch(line -> line.contains("are for another project")));
                load.goOn();

                load.assertNoneFailed();
                assertThat(other.requests().entries())
                        .extracting(RequestLog.Entry::service)
                        .containsOnly("identity");
            }
        }

        @Test
        void refusedCredentialsAreNotTriedAtEachLook() throws Exception {
            write(emulator.cloudConfByPassword());
            try (var clouds = open(Duration.ofMillis(1))) {
                write(emulator.cloudConfByPassword().replaceAll("(?m)^password = .*", "password = wrong"));
                await(() -> meters.values().get(IN_USE) == 0.0);
                var asked = logins();
                for (var i = 0; i < 200; i++) {
                    assertThat(send(clouds.all().getFirst())).isEqualTo(200);
                }

                assertThat(logins()).isEqualTo(asked);
            }
        }
    }

    @Nested
    class AtTheStart {
        @Test
        void cloudThatCannotBeReachedIsWaitedFor() throws Exception {
            var port = freePort();
            var address = new InetSocketAddress("127.0.0.1", port);
            write(emulator.cloudConf().replaceAll("(?m)^auth-url = .*", "auth-url = http://127.0.0.1:" + port + "/v3"));
            try (var log = CapturedLog.everything();
                    var clouds = open(OFTEN)) {
                assertThat(clouds.connected()).isFalse();
                var error = catchThrowableOfType(
                        OpenStackError.class, () -> send(clouds.all().getFirst()));
                assertThat(error.kind()).isEqualTo(OpenStackError.Kind.UNREACHABLE);
                assertThat(error).hasMessageContaining("not logged in yet").hasMessageContaining("cannot be reached");
                assertThat(log.lines()).anyMatch(line -> line.contains("is tried again: [Global]: Keystone at"));

                var late = EmulatorSettings.defaults(dir.resolve("late"))
                        .devices(false)
                        .listen(address);
                try (var reachable = Emulator.start(late)) {
                    write(reachable.cloudConf());
                    await(clouds::connected);
                    assertThat(send(clouds.all().getFirst())).isEqualTo(200);
                }
                assertThat(clouds.connected()).isTrue();
            }
        }

        @Test
        void credentialsThatAreRefusedEndTheStart() throws Exception {
            write(emulator.cloudConfByPassword().replaceAll("(?m)^password = .*", "password = wrong"));

            var refusal = catchThrowableOfType(Refusal.class, () -> open(OFTEN));

            assertThat(refusal.problems()).singleElement().asString().contains("refuses the credentials");
        }

        @Test
        void deletedApplicationCredentialIsNoWrongUrl() throws Exception {
            write(emulator.cloudConf());
            emulator.addCredential();
            emulator.deleteOldCredentials();

            var refusal = catchThrowableOfType(Refusal.class, () -> open(OFTEN));

            assertThat(refusal.problems())
                    .singleElement()
                    .asString()
                    .contains("refuses the credentials (Could not find Application Credential");
        }
    }

    @Test
    void serviceThatMovesIsFoundByTheNextToken() throws Exception {
        try (var cloud = new TestCloud()) {
            write("""
                    [Global]
                    auth-url = %s
                    username = ann
                    password = s3
                    tenant-name = web
                    domain-name = Default
                    """.formatted(cloud.url()));
            try (var clouds = open(NEVER)) {
                cloud.catalogIs(
                        cloud.entry("volumev3", "RegionOne", "public", "/moved"),
                        cloud.entry("compute", "RegionOne", "public", "/nova"));
                cloud.revokeTokens();

                send(clouds.all().getFirst());

                assertThat(cloud.server().requests().getLast().target()).startsWith("/moved/");
            }
        }
    }

    @Test
    void tellsHowEachSessionStands() throws Exception {
        var nowhere = emulator.cloudConf().replaceAll("(?m)^auth-url = .*", "auth-url = http://127.0.0.1:1/v3");
        write(emulator.cloudConf().replace("[Global]", "[Global \"east\"]")
                + nowhere.replace("[Global]", "[Global \"west\"]"));
        try (var clouds = ConfiguredClouds.open(
                ConfigurationFiles.read(List.of(conf)), List.of("east", "west"), client(), NEVER)) {
            assertThat(clouds.sessions())
                    .satisfiesExactly(
                            east -> {
                                assertThat(east.name()).isEqualTo("[Global \"east\"]");
                                assertThat(east.state()).isEqualTo("logged in");
                                assertThat(east.ends().orElseThrow()).isAfter(CLOCK.instant());
                            },
                            west -> {
                                assertThat(west.name()).isEqualTo("[Global \"west\"]");
                                assertThat(west.state())
                                        .startsWith("not logged in yet: ")
                                        .contains("cannot be reached");
                                assertThat(west.ends()).isEmpty();
                            });
        }
    }

    @Test
    void tellsOfAConfigurationThatIsRefused() throws Exception {
        write(emulator.cloudConf());
        try (var clouds = open(OFTEN)) {
            write(emulator.cloudConf().replace("[Global]", "[Global"));
            await(() -> meters.values().get(IN_USE) == 0.0);

            var session = clouds.sessions().getFirst();
            assertThat(session.state())
                    .startsWith("logged in; the changed configuration is not in use: ")
                    .contains(conf + ":1:");
            assertThat(session.ends()).isPresent();
        }
    }

    @Test
    void requestsAreCountedByCloudAndCode() throws Exception {
        write(emulator.cloudConf().replace("[Global]", "[Global \"east\"]"));
        try (var clouds =
                ConfiguredClouds.open(ConfigurationFiles.read(List.of(conf)), List.of("east"), client(), NEVER)) {
            emulator.faults().put(RequestFault.tooManyRequests("GET", "/volumes/detail", Duration.ofSeconds(0)));
            send(clouds.all().getFirst());
        }

        assertThat(of("openstack_api_requests_total", Map.of("request", "volume_list", "cloud", "east")))
                .isEqualTo(2);
        assertThat(of("openstack_api_retries_total", Map.of("request", "volume_list", "cloud", "east")))
                .isEqualTo(1);
        for (var code : List.of("200", "429")) {
            var labels = Map.of("request", "volume_list", "cloud", "east", "code", code);
            assertThat(of("openstack_api_responses_total", labels)).isEqualTo(1);
        }
    }

    private int of(String name, Map<String, String> labels) {
        return meters.counts().getOrDefault(name + new TreeMap<>(labels), 0);
    }

    /// Many callers who call every few milliseconds and expect each call to be answered.
    private final class Load implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        Load(ConfiguredClouds clouds) {
            for (var i = 0; i < CALLERS; i++) {
                threads.submit(() -> callOn(clouds.all().getFirst()));
            }
            goOn();
        }

        private void callOn(Cloud cloud) {
            while (!stopped.get()) {
                try {
                    send(cloud);
                    answered.incrementAndGet();
                    Thread.sleep(2);
                } catch (OpenStackError | InterruptedException e) {
                    failures.add(e);
                }
            }
        }

        /// Waits until each caller has been answered several times more.
        void goOn() {
            var before = answered.get();
            await(() -> answered.get() > before + 5 * CALLERS || !failures.isEmpty());
        }

        void assertNoneFailed() {
            assertThat(failures).isEmpty();
            assertThat(answered.get()).isGreaterThan(10 * CALLERS);
        }

        @Override
        public void close() {
            stopped.set(true);
            threads.close();
        }
    }

    private long logins() {
        return emulator.requests().entries().stream()
                .filter(entry -> entry.path().endsWith("/auth/tokens"))
                .count();
    }

    private static int send(Cloud cloud) {
        var call = new Call(
                "volume_list",
                Call.Method.GET,
                "/volumes/detail",
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Call.Repeat.ONLY_IF_REFUSED);
        return cloud.blockStorage()
                .send(call, Deadline.after(Duration.ofSeconds(20), CLOCK))
                .status();
    }

    private ConfiguredClouds open(Duration interval) {
        return ConfiguredClouds.open(ConfigurationFiles.read(List.of(conf)), List.of(""), client(), interval);
    }

    private Client client() {
        return new Client(CLOCK, meters, "test/1");
    }

    /// Writes the file the way editors and tools do, so that nobody reads half of it.
    private void write(String text) throws IOException {
        var whole = Files.writeString(dir.resolve("new.conf"), text);
        Files.move(whole, conf, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(BooleanSupplier condition) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the time to wait for it").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
