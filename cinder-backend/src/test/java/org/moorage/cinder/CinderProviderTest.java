package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Page;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Readiness;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;

class CinderProviderTest {
    private static Backend open(Set<Service> services, Map<String, List<String>> options) {
        return new CinderProvider()
                .open(
                        new Settings(options),
                        new Surroundings(services, InstantSource.system(), Meters.NONE, "1.2.3", List.of()));
    }

    private static <R> R role(Backend backend, Class<R> type) {
        return backend.roles().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isDeclaredAsAService() {
        var descriptor = CinderProvider.class.getModule().getDescriptor();

        assertThat(descriptor.provides())
                .anySatisfy(service -> assertThat(service.providers()).containsExactly(CinderProvider.class.getName()));
        assertThat(descriptor.exports()).isEmpty();
        assertThat(new CinderProvider().name()).isEqualTo("cinder");
    }

    @Test
    void takesTheOptionsOfTheGoDriver() {
        assertThat(new CinderProvider().options())
                .extracting(Option::name)
                .contains(
                        "cloud-config",
                        "cloud-name",
                        "cluster",
                        "with-topology",
                        "additional-topology",
                        "node-service-no-os-client");
    }

    @Test
    void nodeNeedsNoCloud(@TempDir Path directory) throws Exception {
        var conf = directory.resolve("cloud.conf");
        Files.writeString(conf, "[BlockStorage]\nnode-volume-attach-limit = 12\n");

        var backend = open(
                Set.of(Service.NODE),
                Map.of(
                        "cloud-config",
                                List.of(directory.resolve("missing.conf").toString(), conf.toString()),
                        "with-topology", List.of("true"),
                        "instance-id", List.of("server-1"),
                        "instance-zone", List.of("az1")));

        var identity = role(backend, NodeIdentitySource.class).identity(TestCloud.soon());
        assertThat(identity.limit()).isEqualTo(new VolumeLimit.Fixed(12));
        assertThat(backend.driver().name()).isEqualTo("cinder.csi.openstack.org");
        assertThat(backend.driver().topologyAware()).isTrue();
        backend.close();
    }

    /// The Go driver takes "not said" for "no limit".
    @Test
    void limitOfVolumesIsMeasuredUnlessItIsSaid() {
        assertThat(limit(Map.of())).isInstanceOf(VolumeLimit.Measured.class);
        assertThat(limit(Map.of("node-volume-attach-limit", List.of("20")))).isEqualTo(new VolumeLimit.Fixed(20));
        assertThat(limit(Map.of("node-volume-attach-limit", List.of("0")))).isEqualTo(new VolumeLimit.Fixed(0));
        assertThat(limit(Map.of("node-volume-attach-limit", List.of("-1")))).isEqualTo(new VolumeLimit.Fixed(256));
        assertThatThrownBy(() -> limit(Map.of("node-volume-attach-limit", List.of("many"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write a whole number");
    }

    private static VolumeLimit limit(Map<String, List<String>> options) {
        var all = new HashMap<>(options);
        all.put("instance-id", List.of("server-1"));
        try (var backend = open(Set.of(Service.NODE), all)) {
            return role(backend, NodeIdentitySource.class)
                    .identity(TestCloud.soon())
                    .limit();
        }
    }

    /// The Go driver's charts mount the credentials on every node; nobody there needs them.
    @Test
    void nodeAsksNoCloudWhateverItsFilesSay(@TempDir Path directory) throws Exception {
        try (var emulator = Emulator.start(
                EmulatorSettings.defaults(directory.resolve("data")).devices(false))) {
            var whole = Files.writeString(directory.resolve("cloud.conf"), emulator.cloudConf());
            var wrong = Files.writeString(directory.resolve("wrong.conf"), "[Global]\nauth-url = nowhere\n");
            for (var files : List.of(List.<String>of(), List.of(whole.toString()), List.of(wrong.toString()))) {
                var backend = open(
                        Set.of(Service.NODE),
                        Map.of(
                                "cloud-config", files,
                                "with-topology", List.of("true"),
                                "instance-id", List.of("server-1"),
                                "instance-zone", List.of("az1")));

                assertThat(role(backend, NodeIdentitySource.class)
                                .identity(TestCloud.soon())
                                .id()
                                .value())
                        .isEqualTo("server-1");
                assertThat(role(backend, Readiness.class).ready()).isTrue();
                backend.close();
            }
            assertThat(emulator.requests().entries()).isEmpty();
        }
    }

    @Test
    void isReadyOnceEachCloudHasBeenLoggedInToAndNeverAsksForIt(@TempDir Path directory) throws Exception {
        try (var emulator = Emulator.start(
                EmulatorSettings.defaults(directory.resolve("data")).devices(false))) {
            var conf = directory.resolve("cloud.conf");
            var url = emulator.cloudConf().replaceAll("(?m)^auth-url = .*", "auth-url = http://127.0.0.1:1/v3");
            Files.writeString(
                    conf,
                    emulator.cloudConf().replace("[Global]", "[Global \"east\"]")
                            + url.replace("[Global]", "[Global \"west\"]"));
            var reached = open(
                    Set.of(Service.CONTROLLER),
                    Map.of("cloud-config", List.of(conf.toString()), "cloud-name", List.of("east")));
            var waiting = open(
                    Set.of(Service.CONTROLLER),
                    Map.of("cloud-config", List.of(conf.toString()), "cloud-name", List.of("east,west")));
            emulator.requests().reset();

            for (var i = 0; i < 100; i++) {
                assertThat(role(reached, Readiness.class).ready()).isTrue();
                assertThat(role(waiting, Readiness.class).ready()).isFalse();
            }

            assertThat(emulator.requests().entries()).isEmpty();
            reached.close();
            waiting.close();
        }
    }

    @Test
    void controllerSaysThatItNeedsAConfiguration() {
        assertThatThrownBy(() -> open(Set.of(Service.CONTROLLER), Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--cloud-config");
    }

    @Test
    void unknownCloudIsNamed(@TempDir Path directory) throws Exception {
        try (var emulator = Emulator.start(EmulatorSettings.defaults(directory).devices(false))) {
            var conf = directory.resolve("cloud.conf");
            Files.writeString(conf, emulator.cloudConf());

            assertThatThrownBy(() -> open(
                            Set.of(Service.CONTROLLER),
                            Map.of("cloud-config", List.of(conf.toString()), "cloud-name", List.of("east"))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("east");
        }
    }

    @Test
    void secretChoosesTheCloudAndListingsRunThroughAll(@TempDir Path east, @TempDir Path west) throws Exception {
        try (var first = Emulator.start(EmulatorSettings.defaults(east).devices(false));
                var second = Emulator.start(EmulatorSettings.defaults(west).devices(false))) {
            var conf = east.resolve("cloud.conf");
            Files.writeString(
                    conf,
                    first.cloudConf().replace("[Global]", "[Global \"east\"]")
                            + second.cloudConf().replace("[Global]", "[Global \"west\"]"));
            var backend = open(
                    Set.of(Service.CONTROLLER),
                    Map.of("cloud-config", List.of(conf.toString()), "cloud-name", List.of("east,west")));
            var volumes = role(backend, VolumeProvisioner.class);
            make(volumes, "pvc-1", "east");
            make(volumes, "pvc-2", "west");
            make(volumes, "pvc-3", "west");

            assertThat(first.leftovers().volumes()).hasSize(1);
            assertThat(second.leftovers().volumes()).hasSize(2);
            assertThatThrownBy(() -> make(volumes, "pvc-4", "north")).isInstanceOf(Failure.Invalid.class);
            // Cinder promises a next page whenever one is full, so the last may be empty.
            assertThat(pages(role(backend, VolumeCatalog.class))).startsWith(1, 1, 1);
            backend.close();
        }
    }

    private static void make(VolumeProvisioner volumes, String name, String cloud) {
        var plain = TestCloud.volume(name, 1);
        var spec = new VolumeSpec(
                plain.name(),
                plain.capacity(),
                plain.capabilities(),
                plain.parameters(),
                plain.source(),
                plain.topology(),
                Secrets.of(Map.of("cloud", cloud)));
        volumes.create(spec, TestCloud.soon());
    }

    private static List<Integer> pages(VolumeCatalog catalog) {
        var sizes = new ArrayList<Integer>();
        var start = Optional.<String>empty();
        do {
            var page = catalog.list(new Page.Request(1, start), TestCloud.soon());
            sizes.add(page.entries().size());
            start = page.next();
        } while (start.isPresent());
        return sizes;
    }
}
