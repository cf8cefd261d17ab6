package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.csi.v1.GetPluginInfoRequest;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.plugin.Backends;
import org.moorage.server.rpc.Endpoint;
import org.moorage.server.rpc.Transport;

@Timeout(60)
class DriversTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Renamed provider = new Renamed();
    private final Path directory;
    private final Path file;
    private boolean strict;
    private Duration opening = Duration.ofSeconds(30);

    DriversTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("drivers.yaml");
    }

    @BeforeEach
    void log() {
        Logging.start(0, log);
    }

    @Test
    void eachDriverIsServedOnItsOwnSocketWithItsOwnBackend() throws Exception {
        try (var _ = start(Optional.empty(), two("east.csi.org", "west.csi.org"));
                var transport = new Transport()) {
            for (var name : List.of("east", "west")) {
                var channel = transport.channel(new Endpoint.Unix(directory.resolve(name + ".sock")));
                assertThat(IdentityGrpc.newBlockingStub(channel)
                                .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                                .getName())
                        .isEqualTo(name + ".csi.org");
                assertThat(Calls.CREATE.status(channel)).isEqualTo(Status.OK);
                assertThat(provider.opened.get(name + ".csi.org").script().calls())
                        .containsExactly("create");
                assertThat(log.toString(StandardCharsets.UTF_8).lines())
                        .filteredOn(line -> line.contains("rpc=CreateVolume"))
                        .last()
                        .asString()
                        .contains("driver=" + name);
                channel.shutdownNow();
            }
        }
        assertThat(provider.opened.values()).allMatch(FakeDriver::closed);
        assertThat(directory.resolve("east.sock")).doesNotExist();
        assertThat(directory.resolve("west.sock")).doesNotExist();
    }

    @Test
    void theMetricsOfAllAreAtOnePlaceAndToldApart() throws Exception {
        var port = freePort();
        try (var _ = start(
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                        two("east.csi.org", "west.csi.org"));
                var transport = new Transport()) {
            for (var name : List.of("east", "west")) {
                var channel = transport.channel(new Endpoint.Unix(directory.resolve(name + ".sock")));
                Calls.CREATE.send(channel);
                channel.shutdownNow();
            }

            var text = read(port, "/metrics");

            assertThat(text)
                    .contains("csi_plugin_operations_seconds_count{driver=\"east\",driver_name=\"east.csi.org\","
                            + "grpc_status_code=\"OK\",method_name=\"CreateVolume\"} 1")
                    .contains("csi_plugin_operations_seconds_count{driver=\"west\",driver_name=\"west.csi.org\","
                            + "grpc_status_code=\"OK\",method_name=\"CreateVolume\"} 1")
                    .contains("moorage_open_locks{driver=\"east\"} 0.0")
                    .contains("fake_gauge{driver=\"west\"} 7.0")
                    .containsOnlyOnce("\njvm_threads_live_threads ");
        }
    }

    @Test
    void theStatusPageShowsEachThatIsServedAndNamesTheOther() throws Exception {
        var port = freePort();
        try (var _ = start(
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                two("broken", "west.csi.org"))) {
            assertThat(read(port, "/status"))
                    .contains("<h2>Driver west: west.csi.org</h2>")
                    .contains("<p>Not served: " + file + ":2 (driver east): backend renamed", "org/example/Gone");
        }
    }

    @Test
    void oneThatIsRefusedKeepsAllFromServingAndIsNamed() {
        assertThatThrownBy(() -> start(Optional.empty(), two("east.csi.org", "refused")))
                .isInstanceOf(Refusal.class)
                .hasMessage(file + ":6 (driver west): the cloud refuses the password");

        assertThat(provider.opened).containsOnlyKeys("east.csi.org");
        assertThat(provider.opened.get("east.csi.org").closed()).isTrue();
        assertThat(directory.resolve("east.sock")).doesNotExist();
    }

    @Test
    void allThatAreRefusedAreToldTogether() {
        assertThatThrownBy(() -> start(Optional.empty(), two("refused", "refused")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .containsExactly(
                                        file + ":2 (driver east): the cloud refuses the password",
                                        file + ":6 (driver west): the cloud refuses the password"));
    }

    @Test
    void oneThatCannotListenEndsThoseBeforeIt() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var text = two("east.csi.org", "west.csi.org")
                    .replace("unix://" + directory.resolve("west.sock"), "tcp://127.0.0.1:" + taken.getLocalPort());

            assertThatThrownBy(() -> start(Optional.empty(), text))
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith(file + ":6 (driver west): endpoint tcp://127.0.0.1:")
                    .hasMessageContaining("cannot be listened on");
        }
        assertThat(provider.opened.values()).hasSize(2).allMatch(FakeDriver::closed);
        assertThat(directory.resolve("east.sock")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"broken, org/example/Gone", "hanging, has not come back from being opened"})
    void oneWithAMistakeIsLeftOutAndTheOtherIsServed(String kind, String reason) throws Exception {
        opening = Duration.ofSeconds(5);
        var http = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        try (var drivers = start(Optional.of(http), two(kind, "west.csi.org"));
                var transport = new Transport()) {
            var channel = transport.channel(new Endpoint.Unix(directory.resolve("west.sock")));

            assertThat(Calls.CREATE.status(channel)).isEqualTo(Status.OK);
            assertThat(drivers.servings()).hasSize(1);
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains(file + ":2 (driver east): backend renamed", reason);
            assertThat(scrape(http.getPort()))
                    .contains(
                            "moorage_defects_total{driver=\"east\",driver_name=\"renamed\",method_name=\"open\"} 1.0");
            end(channel);
        }
    }

    @Test
    void strictnessRefusesOneWithAMistake() {
        strict = true;

        assertThatThrownBy(() -> start(Optional.empty(), two("broken", "west.csi.org")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("org/example/Gone");
        assertThat(provider.opened.values()).allMatch(FakeDriver::closed);
    }

    @Test
    void twoThatNobodyCouldTellApartAreRefused() {
        assertThatThrownBy(() -> start(Optional.empty(), two("same.csi.org", "same.csi.org")))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        file + ":6 (driver west): it bears the name same.csi.org and serves the same as driver east:"
                                + " nobody could tell them apart; give it another name");
        assertThat(provider.opened.values()).allMatch(FakeDriver::closed);
    }

    @Test
    void aCallUnderWayAtOneIsWaitedForWhileTheOtherEnds() throws Exception {
        var drivers = start(Optional.empty(), two("east.csi.org", "west.csi.org"));
        try (var transport = new Transport()) {
            var channel = transport.channel(new Endpoint.Unix(directory.resolve("east.sock")));
            var hold = provider.opened.get("east.csi.org").script().hold("create");
            var answer = CompletableFuture.supplyAsync(() -> Calls.CREATE.status(channel), Thread::startVirtualThread);
            hold.awaitEntered();

            var stopped = CompletableFuture.runAsync(drivers::close, Thread::startVirtualThread);
            while (!provider.opened.get("west.csi.org").closed()) {
                Thread.onSpinWait();
            }
            assertThat(stopped).isNotDone();
            hold.release();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Status.OK);
            stopped.get(10, TimeUnit.SECONDS);
            end(channel);
        }
    }

    private static void end(ManagedChannel channel) {
        channel.shutdownNow();
    }

    private String two(String east, String west) {
        return """
                drivers:
                  east:
                    driver: renamed
                    endpoint: unix://%s
                    drivername: %s
                  west:
                    driver: renamed
                    endpoint: unix://%s
                    drivername: %s
                """.formatted(directory.resolve("east.sock"), east, directory.resolve("west.sock"), west);
    }

    private Drivers start(Optional<InetSocketAddress> http, String text) throws IOException {
        Files.writeString(file, text);
        var entries = DriversFile.read(file, new Backends(List.of(provider), List.of()));
        return Drivers.start(
                entries, http, new Drivers.Terms(() -> FakeDriver.withAllRoles().host(), strict, _ -> opening));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String scrape(int port) throws IOException, InterruptedException {
        return read(port, "/metrics");
    }

    private static String read(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /// Opens a driver of the name that it is given, each with storage of its own.
    private static final class Renamed implements BackendProvider {
        private final Map<String, FakeDriver> opened = new ConcurrentHashMap<>();

        @Override
        public String name() {
            return "renamed";
        }

        @Override
        public List<Option> options() {
            return List.of(new Option("drivername", Option.Kind.TEXT, "", "Name"));
        }

        @Override
        public Backend open(Settings settings, Surroundings surroundings) {
            var name = settings.text("drivername").orElseThrow();
            if (name.equals("refused")) {
                throw new Refusal("the cloud refuses the password");
            }
            if (name.equals("broken")) {
                throw new NoClassDefFoundError("org/example/Gone");
            }
            while (name.equals("hanging")) {
                LockSupport.parkNanos(10_000_000);
                Thread.interrupted();
            }
            surroundings.meters().set("fake_gauge", 7, Map.of());
            var driver = FakeDriver.withAllRoles();
            opened.put(name, driver);
            var backend = driver.open(settings, surroundings);
            return new Backend() {
                @Override
                public DriverIdentity driver() {
                    return new DriverIdentity(name, "1", true);
                }

                @Override
                public List<Role> roles() {
                    return backend.roles();
                }

                @Override
                public void close() {
                    backend.close();
                }
            };
        }
    }
}
