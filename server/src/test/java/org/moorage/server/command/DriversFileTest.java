package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.server.plugin.Backends;
import org.moorage.server.rpc.Endpoint;

class DriversFileTest {
    private static final Backends BACKENDS = new Backends(List.of(new Named("block"), new Named("shares")), List.of());

    private final Path file;

    DriversFileTest(@TempDir Path directory) {
        file = directory.resolve("drivers.yaml");
    }

    @Test
    void eachDriverHasItsBackendItsEndpointsAndItsOptions() throws IOException {
        var drivers = read("""
                # Cinder and Manila in one process
                drivers:
                  volumes:
                    driver: block
                    endpoint: unix:///csi/block/csi.sock
                    cloud-config: [/etc/a.conf, /etc/b.conf]
                    additional_topology: {rack: 7, "example.com/room": 1.10}
                    provide-node-service: false
                  nfs:
                    driver: shares
                    endpoint:
                      - /csi/nfs/csi.sock
                      - tcp://127.0.0.1:0
                    cluster: "0815"
                """);

        assertThat(drivers).extracting(DriverEntry::name).containsExactly("volumes", "nfs");
        assertThat(drivers).extracting(entry -> entry.provider().name()).containsExactly("block", "shares");
        var volumes = drivers.getFirst();
        assertThat(volumes.settings().endpoints()).containsExactly(Endpoint.parse("endpoint", "/csi/block/csi.sock"));
        assertThat(volumes.settings().services()).containsExactly(Service.CONTROLLER);
        assertThat(volumes.given().list("cloud-config")).containsExactly("/etc/a.conf", "/etc/b.conf");
        assertThat(volumes.given().map("additional-topology"))
                .isEqualTo(Map.of("rack", "7", "example.com/room", "1.10"));
        assertThat(volumes.given().enabled("with-topology")).isTrue();
        var nfs = drivers.getLast();
        assertThat(nfs.settings().endpoints()).hasSize(2);
        assertThat(nfs.given().text("cluster")).contains("0815");
        assertThat(nfs.settings().services()).containsExactlyInAnyOrder(Service.CONTROLLER, Service.NODE);
    }

    @Test
    void allThatIsWrongIsToldTogetherWithFileAndLine() {
        assertProblems(
                """
                drivers:
                  one:
                    driver: block
                    endpoint: unix:///csi/one.sock
                    clustre: x
                  two:
                    driver: blocks
                    endpoint: unix:///csi/two.sock
                  three:
                    driver: shares
                    with-topology: perhaps
                    cluster: {a: b}
                    endpoint: csi.sock
                  four: shares
                  five:
                    driver: block
                    v: 5
                    endpoint: unix:///csi/five.sock
                    endpoint: unix:///csi/six.sock
                  six:
                    driver: shares
                log: file
                """,
                file + ":22: 'log' is not known here",
                file + ":5: unknown option 'clustre'; the nearest known one is cluster",
                file + ":6 (driver two): no backend 'blocks' is installed; installed are: block, shares",
                file + ":11: with-topology: write true or false, not 'perhaps'",
                file + ":12: cluster takes one text",
                file + ":9 (driver three): endpoint: csi.sock",
                file + ":14: driver four must hold its options",
                file + ":19: 'endpoint' is there twice",
                file + ":17: 'v' is the whole process's: write --v=... beside --config",
                file + ":20 (driver six): endpoint is missing");
    }

    @Test
    void twoDriversCannotListenAtOnePlace() {
        assertProblems("""
                drivers:
                  one: {driver: block, endpoint: "unix:///csi/csi.sock"}
                  two: {driver: shares, endpoint: "unix://csi/csi.sock"}
                """, file + ":3 (driver two): unix:///csi/csi.sock is the endpoint of driver one already");
    }

    @Test
    void whatIsNoSuchFileIsToldInOneLine() {
        assertProblems("drivers: {", file + ":1: this is no YAML");
        assertProblems("", "--config " + file + " is empty");
        assertProblems("drivers: {}", file + ": there is no driver below drivers");
        assertProblems("- block", file + ":1: the file must hold drivers:");
        assertProblems("other: {}", file + ":1: 'other' is not known here");
        assertThatThrownBy(() -> DriversFile.read(file.resolveSibling("none"), BACKENDS))
                .isInstanceOf(Refusal.class)
                .hasMessage("--config " + file.resolveSibling("none") + ": there is no such file");
    }

    private void assertProblems(String text, String... starts) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.problems()).hasSameSizeAs(starts);
            for (var i = 0; i < starts.length; i++) {
                assertThat(refusal.problems().get(i)).startsWith(starts[i]);
            }
        });
    }

    private List<DriverEntry> read(String text) throws IOException {
        Files.writeString(file, text);
        return DriversFile.read(file, BACKENDS);
    }

    /// A backend that is never opened.
    private record Named(String name) implements BackendProvider {
        @Override
        public List<Option> options() {
            return List.of(
                    new Option("cluster", Kind.TEXT, "", "Cluster"),
                    new Option("cloud-config", Kind.LIST, "", "Files"),
                    new Option("additional-topology", Kind.MAP, "", "Segments"),
                    new Option("with-topology", Kind.BOOLEAN, "true", "Zones"));
        }

        @Override
        public Backend open(Settings settings, Surroundings surroundings) {
            throw new AssertionError("the file alone is read");
        }
    }
}
