package org.moorage.emulator.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The emulator as a process of its own, as scripts start it.
final class MainTest {
    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void servesUntilToldToStopAndWritesACloudConfForItsOwner() throws IOException, InterruptedException {
        var conf = directory.resolve("cloud.conf");
        var process = start("--listen", "127.0.0.1:0", "--data", data(), "--cloud-conf", conf.toString());
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var ready = out.readLine();
            assertThat(ready).startsWith("ready: http://127.0.0.1:");
            assertThat(Files.readString(conf)).startsWith("[Global]").contains(ready.split(" ")[1]);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
                    .isEqualTo("rw-------");
            var admin = URI.create(ready.split(" ")[1]).resolve("/_emulator/");
            askAboutFaults(admin);

            process.destroy();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void askAboutFaults(URI admin) throws IOException, InterruptedException {
        var put = send("POST", admin.resolve("faults"), """
                {"effect": "status", "status": 503, "method": "GET", "path": "/v3", "name": "down"}""");
        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(send("POST", admin.resolve("faults"), "{\"operation\": \"attach\", \"outcome\": \"hang\"}")
                        .statusCode())
                .isEqualTo(201);
        var reasoned = "{\"operation\": \"create-share\", \"outcome\": \"fail\", \"reason\": \"009\"}";
        assertThat(send("POST", admin.resolve("faults"), reasoned).body()).contains("\"reason\":\"009\"");
        assertThat(send("POST", admin.resolve("faults"), "{\"effect\": \"sulk\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("GET", admin.resolve("/v3"), "").statusCode()).isEqualTo(503);
        assertThat(send("GET", admin.resolve("/v3"), "").statusCode()).isEqualTo(200);
        assertThat(send("GET", admin.resolve("requests"), "").body()).contains("\"identity GET /v3\":2");
        assertThat(send("DELETE", admin.resolve("faults"), "").statusCode()).isEqualTo(204);
        assertThat(send("GET", admin.resolve("faults"), "").body())
                .isEqualTo("{\"faults\":[],\"happened\":{\"down\":1},\"hanging\":0}");
        assertThat(send("GET", admin.resolve("leftovers"), "").body())
                .isEqualTo(
                        "{\"volumes\":[],\"snapshots\":[],\"backups\":[],\"groups\":[],\"group_snapshots\":[],\"attachments\":[],\"shares\":[],\"share_snapshots\":[],\"access_rules\":[],\"share_groups\":[],\"share_group_snapshots\":[],\"loop_devices\":[]}");
    }

    @Test
    void versionThatManilaDoesNotReachIsOneLine() throws IOException, InterruptedException {
        assertThat(failing("--listen", "127.0.0.1:0", "--data", data(), "--manila-version", "2.74"))
                .singleElement()
                .asString()
                .contains("--manila-version", "'2.74' is no microversion from 2.0 to 2.73");
    }

    @Test
    void addressInUseIsOneLineAndAnExitStatus() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var address = "127.0.0.1:" + taken.getLocalPort();

            assertThat(failing("--listen", address, "--data", data()))
                    .containsExactly("moorage emulator: cannot listen on " + address + ": Address already in use");
        }
    }

    @Test
    void dataDirectoryThatIsAFileIsOneLineAndAnExitStatus() throws IOException, InterruptedException {
        var file = Files.createFile(directory.resolve("file"));

        assertThat(failing("--listen", "127.0.0.1:0", "--data", file.toString()))
                .containsExactly("moorage emulator: not a directory: " + file);
    }

    @Test
    void badOptionIsOneLineAndAnExitStatus() throws IOException, InterruptedException {
        assertThat(failing("--listen", "127.0.0.1:0", "--data", data(), "--state-time", "soon"))
                .hasSize(1)
                .first()
                .asString()
                .contains("--state-time", "'soon' is not a time", "--help");
        assertThat(failing("--data", data())).hasSize(1).first().asString().contains("--listen");
    }

    /// What a run that must fail says.
    private List<String> failing(String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            var lines = err.lines().toList();
            assertThat(process.waitFor()).isNotZero();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private HttpResponse<String> send(String method, URI uri, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                System.getProperty("jdk.module.path"),
                "-m",
                "org.moorage.emulator/" + Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
