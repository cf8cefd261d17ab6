package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What an operator did wrong: a process that ends with a non-zero exit code and one line that says what, where,
/// and what to do; no stack trace, no secret.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "canary-4711";

    @TempDir
    static Path directory;

    private Process emulator;
    private Path goodConfig;

    @BeforeAll
    void startEmulator() throws Exception {
        goodConfig = directory.resolve("cloud.conf");
        var port = freePort();
        emulator = new ProcessBuilder(
                        PackageUnderTest.LAUNCHER.toString(),
                        "emulator",
                        "--listen",
                        "127.0.0.1:" + port,
                        "--data",
                        directory.resolve("data").toString(),
                        "--cloud-conf",
                        goodConfig.toString())
                .redirectErrorStream(true)
                .start();
        var out = emulator.inputReader();
        var line = out.readLine();
        while (line != null && !line.startsWith("ready")) {
            line = out.readLine();
        }
        assertThat(line).as("the emulator's first words").isNotNull();
    }

    @AfterAll
    void stopEmulator() throws InterruptedException {
        emulator.destroy();
        emulator.waitFor();
    }

    @Test
    void syntaxErrorInCloudConf() throws Exception {
        var config = config(Files.readString(goodConfig).replace("[Global]", "[Global"));

        assertThat(oneLine(plugin(config))).startsWith(config + ":").contains("']' is missing");
    }

    @Test
    void cloudConfThatIsNotThere() throws Exception {
        var missing = directory.resolve("nowhere.conf");

        assertThat(oneLine(plugin(missing))).contains(missing.toString());
    }

    @Test
    void wrongPassword() throws Exception {
        var config = config("""
                [Global]
                auth-url = %s
                username = demo
                password = %s
                tenant-name = demo
                domain-name = Default
                """.formatted(authUrl(), PASSWORD));

        assertThat(oneLine(plugin(config))).contains(authUrl()).doesNotContain(PASSWORD);
    }

    /// A cloud comes back by itself: the server begins without it, and Probe says that it is not ready.
    @Test
    void keystoneThatIsAwayIsNoReasonToEnd() throws Exception {
        var away = "http://127.0.0.1:" + freePort() + "/v3";
        var config = config(Files.readString(goodConfig).replaceAll("(?m)^auth-url.*$", "auth-url = " + away));
        var socket = directory.resolve("waiting.sock");
        var process = new ProcessBuilder(
                        PackageUnderTest.CINDER_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + socket,
                        "--cloud-config=" + config,
                        "--instance-id=nobody")
                .redirectErrorStream(true)
                .start();
        try {
            var said = new StringBuilder();
            var out = process.inputReader();
            var line = out.readLine();
            while (line != null && !line.contains("listening")) {
                said.append(line).append('\n');
                line = out.readLine();
            }
            assertThat(line).as("what follows:%n%s", said).isNotNull();
            assertThat(said).contains("is tried again").contains(away);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void unknownRegion() throws Exception {
        var text = Files.readString(goodConfig).replaceAll("(?m)^region.*$", "region = Atlantis");
        assertThat(text).contains("Atlantis");

        assertThat(oneLine(plugin(config(text)))).contains("Atlantis").contains("RegionOne");
    }

    @Test
    void socketOfALivingServer() throws Exception {
        var socket = directory.resolve("taken.sock");
        try (var holder = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            holder.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> acceptAll(holder));

            assertThat(oneLine(plugin("unix://" + socket, goodConfig))).contains(socket.toString());
        }
        assertThat(socket).exists();
    }

    @Test
    void socketWhereNoneCanBeMade() throws Exception {
        var notADirectory = Files.createFile(directory.resolve("file"));

        assertThat(oneLine(plugin("unix://" + notADirectory.resolve("csi.sock"), goodConfig)))
                .contains(notADirectory.toString());
    }

    @Test
    void flagThatDoesNotExist() throws Exception {
        var outcome = run("--endpoint=unix://" + directory.resolve("x.sock"), "--cloud-confg=x");

        assertThat(oneLine(outcome)).contains("--cloud-confg").contains("--cloud-config");
    }

    @Test
    void manilaWithoutAProtocol() throws Exception {
        var outcome = PackageUnderTest.run(
                LIMIT,
                Map.of(),
                List.of(
                        PackageUnderTest.MANILA_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + directory.resolve("m.sock"),
                        "--share-protocol-selector=SMB",
                        "--instance-id=nobody"));

        assertThat(oneLine(outcome)).contains("--share-protocol-selector", "SMB", "NFS", "CEPHFS");
    }

    @Test
    void driversFileWithAMistakeInEachDriver() throws Exception {
        var file = Files.writeString(directory.resolve("drivers.yaml"), """
                drivers:
                  volumes:
                    driver: cinder
                    endpoint: unix://%1$s/volumes.sock
                    cloud-confg: %2$s
                  nfs:
                    driver: manlia
                """.formatted(directory, goodConfig));

        var outcome = PackageUnderTest.run(
                LIMIT, Map.of(), List.of(PackageUnderTest.LAUNCHER.toString(), "serve", "--config=" + file));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines()).hasSize(2);
        assertThat(outcome.lines().getFirst()).startsWith(file + ":5: ").contains("cloud-confg", "cloud-config");
        assertThat(outcome.lines().getLast())
                .startsWith(file + ":6 (driver nfs): ")
                .contains("manlia", "manila");
    }

    /// What is wrong with the process is told beside what is wrong with the file, in the file's own words.
    @Test
    void driversFileAndTheFlagsBesideIt() throws Exception {
        var file = Files.writeString(directory.resolve("wrong.yaml"), """
                drivers:
                  nfs:
                    driver: manila
                    endpoint: csi.sock
                """);

        var outcome = moorage("serve", "--config=" + file, "--v=loud", "--http-endpoint=x");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines())
                .containsExactly(
                        "--http-endpoint=x: write host:port",
                        "--v=loud: write a number",
                        file
                                + ":2 (driver nfs): endpoint: csi.sock: write unix:///path/of/csi.sock or tcp://host:port");
    }

    @Test
    void manilaWithSeveralWrongFlags() throws Exception {
        var outcome = PackageUnderTest.run(
                LIMIT,
                Map.of(),
                List.of(
                        PackageUnderTest.MANILA_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + directory.resolve("m.sock"),
                        "--drivername=under_score",
                        "--share-protocol-selector=SMB",
                        "--node-networks=here"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.lines())
                .satisfiesExactly(
                        name -> assertThat(name).startsWith("--drivername=under_score: "),
                        protocol -> assertThat(protocol).startsWith("--share-protocol-selector=SMB: "),
                        network -> assertThat(network).startsWith("--node-networks: 'here'"));
    }

    @Test
    void partnerThatIsNoEndpoint() throws Exception {
        var outcome = PackageUnderTest.run(
                LIMIT,
                Map.of(),
                List.of(
                        PackageUnderTest.MANILA_CSI_PLUGIN.toString(),
                        "--endpoint=unix://" + directory.resolve("m.sock"),
                        "--share-protocol-selector=NFS",
                        "--fwdendpoint=partner.sock",
                        "--instance-id=nobody"));

        assertThat(oneLine(outcome)).startsWith("--fwdendpoint=partner.sock: ");
    }

    @Test
    void configWithoutItsFile() throws Exception {
        var outcome = moorage("serve", "--config");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("--config");
    }

    private static PackageUnderTest.Outcome moorage(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(PackageUnderTest.LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return PackageUnderTest.run(LIMIT, Map.of(), command);
    }

    private PackageUnderTest.Outcome plugin(Path config) throws Exception {
        return plugin("unix://" + directory.resolve("csi.sock"), config);
    }

    private PackageUnderTest.Outcome plugin(String endpoint, Path config) throws Exception {
        return run("--endpoint=" + endpoint, "--cloud-config=" + config, "--instance-id=nobody");
    }

    private PackageUnderTest.Outcome run(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(PackageUnderTest.CINDER_CSI_PLUGIN.toString()));
        command.addAll(List.of(arguments));
        return PackageUnderTest.run(LIMIT, Map.of(), command);
    }

    private static String oneLine(PackageUnderTest.Outcome outcome) {
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.text()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(outcome.lines()).hasSize(1);
        return outcome.text();
    }

    private Path config(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cloud", ".conf"), text);
    }

    private String authUrl() throws IOException {
        return Files.readAllLines(goodConfig).stream()
                .filter(line -> line.startsWith("auth-url"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip().replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void acceptAll(ServerSocketChannel holder) {
        try {
            while (true) {
                holder.accept();
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }
}
