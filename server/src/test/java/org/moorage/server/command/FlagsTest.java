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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Option.Kind;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;

class FlagsTest {
    private static final List<Option> OF_A_BACKEND = List.of(
            new Option("cloud-config", Kind.LIST, "", "Files"),
            new Option("cloud-name", Kind.LIST, "", "Names"),
            new Option("additional-topology", Kind.MAP, "", "Segments"),
            new Option("with-topology", Kind.BOOLEAN, "true", "Topology"),
            new Option("cluster", Kind.TEXT, "", "Cluster"),
            new Option("http-endpoint", Kind.TEXT, "x", "Also known to the server"),
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
    @ValueSource(strings = {"stray", "-x", "--endpoint"})
    void refusesWhatItDoesNotUnderstandInOneLine(String argument) {
        assertThatThrownBy(() -> read(argument))
                .isInstanceOf(UsageError.class)
                .message()
                .doesNotContain("\n");
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
        var all = new ArrayList<>(ServerOptions.ALL);
        all.addAll(OF_A_BACKEND);
        return new Flags("cinder-csi-plugin", all);
    }
}
