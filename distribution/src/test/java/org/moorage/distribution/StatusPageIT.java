package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

/// The status page of the finished package, as a browser shows it.
class StatusPageIT {
    /// A name that would be a part of the page, were it not escaped; its script would say so in the title.
    private static final String HOSTILE = "<script>document.title='owned'</script><b>bold</b>";

    @Test
    void aBrowserShowsWhatADriverDoesAndNamesAsText(@TempDir Path directory) throws Exception {
        var browser = browser();
        if (browser.isEmpty()) {
            System.out.println(
                    "skipped: neither chromium nor google-chrome (Debian's package chromium) is on the path");
        }
        Assumptions.assumeTrue(browser.isPresent(), "there is no browser");
        var socket = directory.resolve("csi.sock");
        try (var free = new ServerSocket(0);
                var cloud = Emulator.start(
                        EmulatorSettings.defaults(directory.resolve("cloud")).devices(false))) {
            var port = free.getLocalPort();
            free.close();
            var config = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());
            var plugin = new ProcessBuilder(
                            PackageUnderTest.CINDER_CSI_PLUGIN.toString(),
                            "--endpoint=unix://" + socket,
                            "--cloud-config=" + config,
                            "--provide-node-service=false",
                            "--http-endpoint=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .start();
            try {
                awaitListening(plugin);
                CsiCall.answers(
                        socket,
                        "DeleteVolume 30 volume_id: \"" + HOSTILE + "\" secrets { key: \"cloud\" value: \"no\" }");

                var page = "http://127.0.0.1:" + port + "/status";
                var shown = shown(browser.get(), directory, "--dump-dom", page);
                assertThat(shown)
                        .contains("<title>Moorage ", ": status</title>")
                        .contains("<h2>Driver cinder.csi.openstack.org</h2>")
                        .contains("<th scope=\"row\">Ready</th><td>yes</td>")
                        .contains("<td>logged in</td>")
                        .contains("<td>org.moorage.cinder@")
                        .contains("&lt;script&gt;document.title='owned'&lt;/script&gt;&lt;b&gt;bold&lt;/b&gt;")
                        .doesNotContain("<script", "<b>", "<title>owned");
                var secrets = cloud.cloudConf()
                        .lines()
                        .filter(line -> line.contains("secret"))
                        .map(line -> line.substring(line.indexOf('=') + 1).strip())
                        .toList();
                assertThat(secrets).isNotEmpty().noneMatch(shown::contains);

                var picture = Path.of("target/status-page.png").toAbsolutePath();
                shown(browser.get(), directory, "--screenshot=" + picture, page);
                assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(1000);
            } finally {
                plugin.destroy();
                plugin.waitFor();
            }
        }
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String shown(Path browser, Path directory, String how, String page) throws Exception {
        var command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                // It may run as root, in a container: what it shows comes from here.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("browser"),
                "--window-size=1000,1400",
                how,
                page));
        var outcome = PackageUnderTest.run(Duration.ofMinutes(2), Map.of(), command);
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        return outcome.text();
    }

    private static void awaitListening(Process plugin) throws IOException {
        var out = plugin.inputReader();
        var line = out.readLine();
        while (line != null && !line.contains("listening")) {
            line = out.readLine();
        }
        assertThat(line).isNotNull();
    }
}
