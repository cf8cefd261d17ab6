package org.moorage.openstack.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Refusal;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.openstack.config.CloudConfiguration;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.metadata.Instance;
import org.moorage.openstack.metadata.InstanceMetadata;

/// Configuration, session and transport together, against the emulator as another program wrote it.
class CloudOnEmulatorTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path dir;

    private Emulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = Emulator.start(EmulatorSettings.defaults(dir.resolve("data")).devices(false));
    }

    @AfterEach
    void stop() throws IOException {
        emulator.close();
    }

    static Stream<Function<Emulator, String>> configurations() {
        return Stream.of(Emulator::cloudConf, Emulator::cloudConfByPassword, Emulator::cloudConfByTrust);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void logsInAsItsConfigurationSays(Function<Emulator, String> configuration) throws IOException {
        try (var cloud = connect(configuration.apply(emulator))) {
            assertThat(list(cloud).status()).isEqualTo(200);
            assertThat(cloud.compute()
                            .send(get("server_list", "/servers", Optional.of("2.60")), soon())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void goesOnWhenItsTokenIsGone() throws IOException {
        try (var cloud = connect(emulator.cloudConf())) {
            emulator.expireTokens();

            assertThat(list(cloud).status()).isEqualTo(200);
            assertThat(emulator.requests().entries())
                    .filteredOn(entry -> entry.path().endsWith("/auth/tokens")
                            && entry.method().equals("POST"))
                    .hasSize(2);
        }
    }

    @Test
    void servesManyThreadsWhenTheirTokenIsGone() throws Exception {
        try (var cloud = connect(emulator.cloudConf())) {
            for (var round = 0; round < 3; round++) {
                emulator.expireTokens();
                var replies = new ArrayList<Future<Reply>>();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var i = 0; i < 100; i++) {
                        replies.add(threads.submit(() -> list(cloud)));
                    }
                }

                for (var reply : replies) {
                    assertThat(reply.get().status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void refusesAWrongSecret() {
        var configuration = emulator.cloudConf().replaceAll("(application-credential-secret *= *).*", "$1wrong");

        var refusal = catchThrowableOfType(Refusal.class, () -> connect(configuration));

        assertThat(refusal.problems())
                .singleElement()
                .asString()
                .startsWith("[Global]: Keystone at " + emulator.authUrl() + " refuses the credentials (");
    }

    @Test
    void refusesAnUnknownRegion() {
        var configuration = emulator.cloudConf().replaceAll("(?m)^region *=.*", "") + "\n[Global]\nregion = Nowhere\n";

        var refusal = catchThrowableOfType(Refusal.class, () -> connect(configuration));

        assertThat(refusal.problems()).singleElement().asString().endsWith("write region = one of [RegionOne]");
    }

    @Test
    void microversionThatIsTooNewIsRefusedWithItsReason() throws IOException {
        try (var cloud = connect(emulator.cloudConf())) {
            var error = catchThrowableOfType(
                    OpenStackError.class,
                    () -> cloud.blockStorage().send(get("volume_list", "/volumes", Optional.of("3.999")), soon()));

            assertThat(error.kind()).isEqualTo(OpenStackError.Kind.REFUSED);
            assertThat(error.status()).isEqualTo(406);
            assertThat(error.faultMessage().orElseThrow()).contains("3.999");
        }
    }

    @Test
    void readsInstanceMetadata() {
        var server = emulator.servers().getFirst();
        var section = new MetadataSection(List.of("metadataService"), Optional.empty());
        var metadata = new InstanceMetadata(
                section,
                new InstanceMetadata.Places(
                        () -> {
                            throw new IOException("none");
                        },
                        () -> List.of(emulator.metadataUrl(server.id())),
                        Path.of("/nonexistent")),
                CLOCK);

        assertThat(metadata.read(soon())).isEqualTo(new Instance(server.id(), server.zone()));
    }

    private static Reply list(Cloud cloud) {
        return cloud.blockStorage().send(get("volume_list", "/volumes/detail", Optional.of("3.60")), soon());
    }

    private static Call get(String operation, String path, Optional<String> microversion) {
        return new Call(operation, Call.Method.GET, path, Map.of(), Optional.empty(), microversion, Call.Repeat.SAFE);
    }

    private Cloud connect(String configuration) throws IOException {
        var file = Files.writeString(dir.resolve("cloud.conf"), configuration);
        var access = CloudConfiguration.read(List.of(file)).clouds().get("");
        return Cloud.connect("", access, new Client(CLOCK, Meters.NONE, "test/1"), soon());
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), CLOCK);
    }
}
