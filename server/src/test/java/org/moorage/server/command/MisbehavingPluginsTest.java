package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.csi.v1.CapacityRange;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.CreateVolumeRequest;
import org.moorage.csi.v1.CreateVolumeResponse;
import org.moorage.server.Calls;
import org.moorage.server.FakeDriver;
import org.moorage.server.plugin.Backends;
import org.moorage.server.plugin.BuiltModule;
import org.moorage.server.plugin.Plugins;
import org.moorage.server.rpc.Endpoint;
import org.moorage.server.rpc.Transport;

/// One server, with plugins of several authors that were compiled a moment ago: two that bring different versions of
/// one library, and some that do all that no backend should.
@Timeout(120)
class MisbehavingPluginsTest {
    private static final String SOURCE = """
            package %1$s;
            import java.util.*;
            import org.moorage.api.*;
            import org.moorage.api.plugin.*;
            import org.moorage.api.volume.*;
            public final class Provider implements BackendProvider {
                @Override public String name() { return "%1$s"; }
                @Override public List<Option> options() { return List.of(); }
                @Override public Backend open(Settings settings, Surroundings surroundings) {
                    %2$s
                    return new Backend() {
                        @Override public DriverIdentity driver() {
                            return new DriverIdentity("%1$s.example.org", "1", false);
                        }
                        @Override public List<Role> roles() { return List.of(new Volumes()); }
                        @Override public void close() { %4$s }
                    };
                }
                static final class Volumes implements VolumeProvisioner {
                    @Override public Volume create(VolumeSpec spec, Deadline deadline) {
                        %3$s
                    }
                    @Override public void delete(VolumeId id, Secrets secrets, Deadline deadline) {}
                    @Override public Verdict examine(VolumeId id, List<VolumeCapability> capabilities,
                            Map<String, String> parameters, Secrets secrets, Deadline deadline) {
                        return new Verdict.Confirmed();
                    }
                    static Volume volume(String id, Bytes size) {
                        return new Volume(new VolumeId(id), size, Map.of(), List.of(), Optional.empty());
                    }
                    static void spin() {
                        while (System.getProperty("moorage.test.spin") != null) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }
            """;

    private static final String SOUND = "return volume(words.Words.word(), Bytes.GIB);";

    @TempDir
    private Path home;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void spin() {
        System.setProperty("moorage.test.spin", "on");
    }

    @AfterEach
    void rest() {
        System.clearProperty("moorage.test.spin");
    }

    private void plugin(String name, String open, String create, String close, String... needed) throws IOException {
        var directory = home.resolve("plugins").resolve(name);
        var requires = new StringBuilder();
        var built = new BuiltModule(home, name);
        for (var version : needed) {
            built.on(library(version).jar(directory, version));
            requires.append("requires words; ");
        }
        built.source(
                        "module-info.java",
                        "module " + name + " { requires org.moorage.api; " + requires
                                + "provides org.moorage.api.plugin.BackendProvider with " + name + ".Provider; }")
                .source(name + "/Provider.java", SOURCE.formatted(name, open, create, close))
                .jar(directory, "1");
    }

    private BuiltModule library(String version) throws IOException {
        return new BuiltModule(home, "words")
                .source("module-info.java", "module words { exports words; }")
                .source(
                        "words/Words.java",
                        "package words; public class Words { public static String word() { return \"words-" + version
                                + "\"; } }");
    }

    private Drivers serve(InetSocketAddress http, String... names) throws IOException {
        Logging.start(0, log);
        var text = new StringBuilder("drivers:\n");
        for (var name : names) {
            text.append("  %1$s:\n    driver: %1$s\n    endpoint: unix://%2$s\n    provide-node-service: false\n"
                    .formatted(name, socket(name)));
        }
        var file = Files.writeString(home.resolve("drivers.yaml"), text);
        var backends = new Backends(List.of(), Plugins.of(home));
        return Drivers.start(
                DriversFile.read(file, backends),
                Optional.of(http),
                new Drivers.Terms(() -> FakeDriver.withAllRoles().host(), false, _ -> Duration.ofSeconds(10)));
    }

    private Path socket(String name) {
        return home.resolve(name + ".sock");
    }

    private static CreateVolumeResponse create(Channel channel, String name, Duration deadline) {
        var request = ((CreateVolumeRequest) Calls.CREATE.request())
                .toBuilder()
                        .setName(name)
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1L << 30))
                        .build();
        return ControllerGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline)
                .createVolume(request);
    }

    private static Status status(Channel channel, String name, Duration deadline) {
        try {
            create(channel, name, deadline);
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    private static String defect(String driver, String name, String method) {
        return "moorage_defects_total{driver=\"%s\",driver_name=\"%s\",method_name=\"%s\"} 1.0"
                .formatted(driver, name, method);
    }

    @Test
    void twoVersionsOfALibraryServeBesideWhatBreaksHangsAndLies() throws Exception {
        plugin("older", "", SOUND, "", "1");
        plugin("newer", "", SOUND, "", "2");
        plugin(
                "broken",
                "",
                "return words.Words.word().isEmpty() ? null : deeper(spec);"
                        .replace("words.Words.word()", "spec.name().value()")
                        .replace("deeper(spec)", "create(spec, deadline)"),
                "throw new AssertionError(\"end\");");
        plugin("hanging", "", "spin(); return null;", "Volumes.spin();");
        plugin("small", "", "return volume(\"tiny\", new Bytes(1));", "");
        plugin("empty", "", "return null;", "");
        plugin("unopened", "if (true) throw new ServiceConfigurationError(\"no part\");", "return null;", "");
        plugin("endless", "Volumes.spin();", "return null;", "");
        var patience = Duration.ofSeconds(15);

        var http = new InetSocketAddress(InetAddress.getLoopbackAddress(), DriversTest.freePort());
        var drivers = serve(http, "older", "newer", "broken", "hanging", "small", "empty", "unopened", "endless");
        try (var transport = new Transport()) {
            var hanging = transport.channel(new Endpoint.Unix(socket("hanging")));
            // More than virtual threads can run at once, and fewer than are refused.
            var hung = Math.min(Runtime.getRuntime().availableProcessors() + 1, 16);
            for (var call = 0; call < hung; call++) {
                assertThat(status(hanging, "pvc-" + call, Duration.ofMillis(500))
                                .getCode())
                        .isEqualTo(Code.DEADLINE_EXCEEDED);
            }
            for (var version : List.of("older 1", "newer 2")) {
                var words = version.split(" ");
                var channel = transport.channel(new Endpoint.Unix(socket(words[0])));
                assertThat(create(channel, "pvc-1", patience).getVolume().getVolumeId())
                        .isEqualTo("words-" + words[1]);
                channel.shutdownNow();
            }
            for (var wrong : List.of("broken", "small", "empty")) {
                var channel = transport.channel(new Endpoint.Unix(socket(wrong)));
                var status = status(channel, "pvc-1", patience);
                assertThat(status.getCode()).as(wrong).isEqualTo(Code.UNAVAILABLE);
                System.out.println(wrong + ": " + status.getDescription());
                channel.shutdownNow();
            }
            hanging.shutdownNow();
        }
        assertThat(DriversTest.scrape(http.getPort()))
                .contains(
                        defect("broken", "broken.example.org", "CreateVolume"),
                        defect("small", "small.example.org", "CreateVolume"),
                        defect("empty", "empty.example.org", "CreateVolume"),
                        defect("unopened", "unopened", "open"),
                        defect("endless", "endless", "open"))
                .doesNotContain("moorage_defects_total{driver=\"hanging", "moorage_defects_total{driver=\"older");
        drivers.close();

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("StackOverflowError", "less than was asked for", "create returned null")
                .contains("(driver unopened): backend unopened", "no part")
                .contains("(driver endless): backend endless", "has not come back from being opened")
                .contains("a backend failed at its end", "a backend does not come back from its end");
        assertThat(socket("older")).doesNotExist();
    }
}
