package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.server.rpc.Endpoint;

class FlagsTest {
    private static final List<Option> OF_A_BACKEND = List.of(
            new Option("cloud-config", Kind.LIST, "", "Files"),
            new Option("cloud-name", Kind.LIST, "", "Names"),
            new Option("additional-topology", Kind.MAP, "", "Segments"),
            new Option("with-topology", Kind.BOOLEAN, "true", "Topology"),
            new Option("cluster", Kind.TEXT, "", "Cluster"),
            new Option("http-endpoint", Kind.TEXT, "", "Also known to the server"),
            new Option("node-service-no-os-client", Kind.IGNORED, "", "The node never has one"));

    @Test
    void readsNoArgumentsFromAFile(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("arguments"), "other");

        assertThat(read("--cluster", "@" + file).text("cluster")).contains("@" + file);
    }

    @Test
    void takesTheArgumentsOfTheGoDriversControllerManifest() {
        var given = read(
                "--endpoint=unix://csi/csi.sock",
                "--cloud-config=/etc/config/cloud.conf",
                "--cluster=kubernetes",
                "--pvc-annotations",
                "--provide-node-service=false",
                "--http-endpoint=:8080",
                "--v=1");

        var settings = ServeSettings.of(given);

        assertThat(settings.endpoints()).extracting(Object::toString).containsExactly("unix:///csi/csi.sock");
        assertThat(settings.services()).containsExactly(Service.CONTROLLER);
        assertThat(settings.verbosity()).isEqualTo(1);
        assertThat(settings.httpEndpoint())
                .hasValueSatisfying(a -> assertThat(a.getPort()).isEqualTo(8080));
        assertThat(given.list("cloud-config")).containsExactly("/etc/config/cloud.conf");
        assertThat(given.enabled("pvc-annotations")).isTrue();
        assertThat(given.enabled("with-topology")).isTrue();
    }

    @Test
    void readsListsAndMapsRepeatedOrByComma() {
        var given = read(
                "--cloud-name=a,b",
                "--cloud-name",
                "c",
                "--additional-topology=x=1,y=2",
                "--additional_topology",
                "z=3");

        assertThat(given.list("cloud-name")).containsExactly("a", "b", "c");
        assertThat(given.map("additional-topology"))
                .containsEntry("x", "1")
                .containsEntry("y", "2")
                .containsEntry("z", "3");
    }

    /// The Go driver's list of user agents is one of whole texts, unlike those of its files and names.
    @Test
    void keepsTheCommasOfAUserAgent() {
        var given = read("--endpoint=/x/y", "--user-agent=a/1 (b, c)", "--user_agent", "d/2");

        assertThat(ServeSettings.of(given).userAgents()).containsExactly("a/1 (b, c)", "d/2");
    }

    @Test
    void takesEachFlagOfTheGoDriverInEachSpelling() {
        var values = Map.ofEntries(
                Map.entry("endpoint", "unix://csi/csi.sock"),
                Map.entry("nodeid", "n"),
                Map.entry("user-agent", "a"),
                Map.entry("master", "https://api:6443"),
                Map.entry("kubeconfig", "/k"),
                Map.entry("kube-api-qps", "5.5"),
                Map.entry("kube-api-burst", "10"),
                Map.entry("min-resync-period", "12h0m0s"),
                Map.entry("cloud-config", "/a,/b"),
                Map.entry("cloud-name", "a,b"),
                Map.entry("additional-topology", "a=1,b=2"),
                Map.entry("cluster", "kubernetes"),
                Map.entry("http-endpoint", ":8080"),
                Map.entry("vmodule", "a=1,b=2"),
                Map.entry("log-flush-frequency", "5s"),
                Map.entry("v", "4"));
        var switches = List.of(
                "provide-controller-service",
                "provide-node-service",
                "pvc-annotations",
                "with-topology",
                "node-service-no-os-client");

        assertThat(values).allSatisfy((name, value) -> {
            var underscored = name.replace('-', '_');
            var once = List.of(value);
            assertThat(texts(name, "--" + name + "=" + value)).isEqualTo(once);
            assertThat(texts(name, "--" + name, value)).isEqualTo(once);
            assertThat(texts(name, "--" + underscored + "=" + value)).isEqualTo(once);
            assertThat(texts(name, "--" + underscored, value)).isEqualTo(once);
            assertThat(texts(name, "--" + name + "=" + value, "--" + underscored + "=" + value))
                    .isEqualTo(List.of(value, value));
        });
        assertThat(switches).allSatisfy(name -> {
            var underscored = name.replace('-', '_');
            assertThat(texts(name, "--" + name)).doesNotContain("false");
            assertThat(texts(name, "--" + underscored)).doesNotContain("false");
            assertThat(texts(name, "--" + name + "=false")).containsExactly("false");
            assertThat(texts(name, "--" + underscored + "=false")).containsExactly("false");
        });
    }

    /// What would mean something to a shell or to the library underneath is a text like any other.
    @ParameterizedTest
    @ValueSource(strings = {"@file", "${sys:user.home}", "\"quoted\"", "'quoted'", "a=b=c", "%d", "a\\nb", " a ", "-x"})
    void takesATextAsItStands(String value) {
        assertThat(texts("cluster", "--cluster=" + value)).containsExactly(value);
        assertThat(texts("cluster", "--cluster", value)).containsExactly(value);
    }

    private static List<String> texts(String name, String... arguments) {
        return read(arguments).texts(name);
    }

    @ParameterizedTest
    @CsvSource({
        "--with-topology, true",
        "--with_topology=false, false",
        "--with-topology=0, false",
        "--with-topology=True, true"
    })
    void readsSwitches(String argument, boolean on) {
        assertThat(read(argument).enabled("with-topology")).isEqualTo(on);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v=5", "-v5", "--v=5", "-v 5", "--v 5"})
    void readsVerbosityInAllItsSpellings(String typed) {
        var arguments = new ArrayList<>(List.of(typed.split(" ", -1)));
        arguments.add("--endpoint=/x/y");

        assertThat(ServeSettings.of(read(arguments.toArray(String[]::new))).verbosity())
                .isEqualTo(5);
    }

    @Test
    void aBackendMayPresetAnOptionOfTheServers() {
        var options = ServerOptions.with(
                List.of(new Option("endpoint", Kind.TEXT, "unix://tmp/csi.sock", "Of the backend's help")));
        var flags = new Flags("manila-csi-plugin", options);

        assertThat(ServeSettings.of(flags.read(List.of()).given()).endpoints())
                .containsExactly(Endpoint.parse("endpoint", "/tmp/csi.sock"));
        assertThat(ServeSettings.of(flags.read(List.of("--endpoint=/x.sock,tcp://:0"))
                                .given())
                        .endpoints())
                .containsExactly(Endpoint.parse("endpoint", "unix:///x.sock"), Endpoint.parse("endpoint", "tcp://:0"));
    }

    @Test
    void warnsOfWhatDoesNothing() {
        var given = flags().read(List.of(
                "--nodeid=n1",
                "--nodeid",
                "n2",
                "--node-service-no-os-client",
                "--logtostderr",
                "--vmodule=a=5",
                "--log_flush_frequency=5s"));

        assertThat(given.warnings())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("--nodeid does nothing"))
                .anyMatch(line -> line.startsWith("--log-flush-frequency does nothing"));
    }

    @Test
    void namesTheNearestFlagForAnUnknownOne() {
        assertThatThrownBy(() -> read("--cloud_confg=x"))
                .isInstanceOf(UsageError.class)
                .hasMessage("unknown flag --cloud-confg; the nearest known one is --cloud-config");
    }

    @ParameterizedTest
    @CsvSource({
        "stray, unexpected argument 'stray'",
        "-x, unexpected argument '-x'",
        "-, unexpected argument '-'",
        "-- stray, unexpected argument 'stray'",
        "-- --cluster=a, unexpected argument '--cluster=a'",
        "--with-topology no, unexpected argument 'no'; see --help (a switch takes its value by '=')",
        "--with-topology=, --with-topology= has no value: write true or false",
        "--endpoint, --endpoint needs a value; see --help",
        "-v, --v needs a value; see --help"
    })
    void refusesWhatItDoesNotUnderstandInOneLine(String typed, String answer) {
        assertThatThrownBy(() -> read(typed.split(" ", -1)))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith(answer);
    }

    /// Old command lines end their flags so; what would come after it is refused.
    @Test
    void endsItsFlagsAtTwoDashes() {
        assertThat(read("--cluster=a", "--").text("cluster")).contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-h=true", "--help", "--help=true"})
    void asksForHelp(String typed) {
        assertThat(flags().read(List.of("--cluster=a", typed)).help()).isTrue();
    }

    @Test
    void helpTellsEachOptionAndNamesThoseWithoutEffect() {
        var text = new ByteArrayOutputStream();

        flags().help(new PrintStream(text, true, StandardCharsets.UTF_8));

        assertThat(text.toString(StandardCharsets.UTF_8))
                .startsWith("Usage: cinder-csi-plugin [OPTIONS]")
                .contains("--cloud-config=TEXT,...", "--endpoint=TEXT,...", "(default true)")
                .containsPattern("without effect: [^\\n]*--add-dir-header")
                .doesNotContain("--nodeid=");
        assertThat(text.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 110);
    }

    private static Settings read(String... arguments) {
        return flags().read(List.of(arguments)).given();
    }

    private static Flags flags() {
        return new Flags("cinder-csi-plugin", ServerOptions.with(OF_A_BACKEND));
    }
}
