package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.api.plugin.Refusal;

class ServeSettingsTest {
    @Test
    void tellsAllProblemsTogether() {
        var given = new Flags("serve", ServerOptions.ALL)
                .read(List.of(
                        "--endpoint=http://x",
                        "--provide-controller-service=false",
                        "--provide-node-service=no",
                        "--http-endpoint=8080",
                        "-v=loud"))
                .given();

        assertThatThrownBy(() -> ServeSettings.of(given))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problems())
                                .hasSize(4)
                                .anyMatch(line -> line.startsWith("--endpoint=http://x: "))
                                .anyMatch(line -> line.contains("--provide-node-service=no"))
                                .anyMatch(line -> line.equals("--http-endpoint=8080: write host:port"))
                                .anyMatch(line -> line.startsWith("--v=loud: ")));
    }

    @Test
    void wantsSomethingToServeAndAPlaceToServeIt() {
        var given = new Flags("serve", ServerOptions.ALL)
                .read(List.of("--provide-controller-service=false", "--provide-node-service=false"))
                .given();

        assertThatThrownBy(() -> ServeSettings.of(given))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--endpoint is missing")
                .hasMessageContaining("nothing to serve");
    }
}
