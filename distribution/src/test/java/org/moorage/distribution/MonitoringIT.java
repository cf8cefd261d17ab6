package org.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.fault.RequestFault;

/// Alerts and dashboards ask for what is measured, and for nothing else.
class MonitoringIT {
    private static final Path RULES = Path.of("src/main/monitoring/moorage-alerts.yaml");
    private static final Path DASHBOARD = Path.of("src/main/monitoring/moorage-dashboard.json");
    private static final Path OPERATIONS = Path.of("../docs/operations.md");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:csi_plugin|openstack_api|moorage|jvm|process)_[a-z_]+");
    private static final Pattern RUNBOOK = Pattern.compile("docs/operations\\.md#([a-z-]+)");

    /// They are there from the first call on that does not come back, or meets a defect.
    private static final Set<String> OF_MISHAPS = Set.of("moorage_stuck_calls", "moorage_defects_total");

    @Test
    void everyMetricTheyNameIsThereAfterAWalk(@TempDir Path directory) throws Exception {
        var measured = scrapedAfterAWalk(directory);

        assertThat(named())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(measured.contains(metric) || OF_MISHAPS.contains(metric))
                        .as(metric)
                        .isTrue());
    }

    @Test
    void everyAlertHasItsRunbook() throws IOException {
        var titles = Files.readAllLines(OPERATIONS).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace(' ', '-'))
                .toList();
        var rules = Files.readString(RULES);

        assertThat(RUNBOOK.matcher(rules).results().map(match -> match.group(1)))
                .hasSize(rules.split("- alert:", -1).length - 1)
                .isSubsetOf(titles);
    }

    @Test
    void packageHoldsThem() {
        var monitoring = Path.of(System.getProperty("moorage.home"), "monitoring");

        assertThat(List.of(RULES, DASHBOARD))
                .allSatisfy(file ->
                        assertThat(monitoring.resolve(file.getFileName())).hasSameTextualContentAs(file));
    }

    @Test
    void dashboardIsJson() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(DASHBOARD.toFile())
                        .path("panels")
                        .size())
                .isPositive();
    }

    @Test
    void rulesAreThoseOfPrometheus() throws Exception {
        var promtool = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        if (promtool.isEmpty()) {
            System.out.println("skipped: promtool (Debian's package prometheus) is not on the path");
        }
        Assumptions.assumeTrue(promtool.isPresent(), "promtool is not on the path");

        var outcome = PackageUnderTest.run(
                Duration.ofMinutes(1),
                Map.of(),
                List.of(promtool.orElseThrow().toString(), "check", "rules", RULES.toString()));

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
    }

    private static Set<String> named() throws IOException {
        var names = new TreeSet<String>();
        for (var file : List.of(RULES, DASHBOARD)) {
            METRIC.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group()));
        }
        return names;
    }

    /// One volume is made, one request to the cloud having failed once.
    private static Set<String> scrapedAfterAWalk(Path directory) throws Exception {
        var socket = directory.resolve("csi.sock");
        try (var free = new ServerSocket(0);
                var cloud = Emulator.start(
                        EmulatorSettings.defaults(directory.resolve("cloud")).devices(false))) {
            var port = free.getLocalPort();
            free.close();
            var config = Files.writeString(directory.resolve("cloud.conf"), cloud.cloudConf());
            cloud.faults()
                    .put(RequestFault.status("GET", "/volumes/detail", 503).times(1));
            var plugin = new ProcessBuilder(
                            PackageUnderTest.CINDER_CSI_PLUGIN.toString(),
                            "--endpoint=unix://" + socket,
                            "--cloud-config=" + config,
                            "--provide-node-service=false",
                            "--http-endpoint=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .start();
            try {
                var out = plugin.inputReader();
                var line = out.readLine();
                while (line != null && !line.contains("listening")) {
                    line = out.readLine();
                }
                assertThat(line).isNotNull();
                CsiCall.answers(
                        socket,
                        "CreateVolume 30 name: \"one\" capacity_range { required_bytes: 1073741824 }"
                                + " volume_capabilities { mount {} access_mode { mode: SINGLE_NODE_WRITER } }");
                return names(port);
            } finally {
                plugin.destroy();
                plugin.waitFor();
            }
        }
    }

    private static Set<String> names(int port) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            var names = new TreeSet<String>();
            METRIC.matcher(answer.body()).results().forEach(match -> names.add(match.group()));
            return names;
        }
    }
}
