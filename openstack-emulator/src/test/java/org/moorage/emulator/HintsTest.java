package org.moorage.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Cinder's schema and its two filters make of `OS-SCH-HNT:scheduler_hints`; the refusals and the texts were
/// read off a real Cinder.
final class HintsTest {
    private static final String NOBODY = "11111111-2222-3333-4444-555555555555";

    private Emulator cloud;
    private Caller caller;

    @BeforeEach
    void start(@TempDir Path data) throws IOException {
        cloud = Emulator.start(EmulatorSettings.defaults(data).devices(false));
        caller = Caller.login(cloud.cloudConf());
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private Caller.Reply create(String hints) {
        return caller.volume(
                "POST", "/volumes", "{\"volume\": {\"size\": 1}, \"OS-SCH-HNT:scheduler_hints\": " + hints + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"different_host\": 5}",
                "{\"different_host\": \"x\"}",
                "{\"same_host\": [\"not\"]}",
                "{\"same_host\": [\"" + NOBODY + "\", \"" + NOBODY + "\"]}"
            })
    void hintsThatTheSchemaForbidsAreRefused(String hints) {
        var answer = create(hints);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/badRequest/message").asText())
                .startsWith("Invalid input for field/attribute ")
                .matches(".*(is not valid under any of the given schemas|is not of type 'object', 'null')");
        assertThat(cloud.leftovers().volumes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"same_host\": []}",
                "{\"different_host\": \"" + NOBODY + "\"}",
                "{\"different_host\": [\"" + NOBODY + "\"], \"another\": 1}"
            })
    void hintsThatSayNothingAreTaken(String hints) {
        assertThat(create(hints).status()).isEqualTo(202);
    }

    @Test
    void volumeThatFitsNowhereEndsInErrorAndSaysWhy() {
        var id = create("{\"same_host\": \"" + NOBODY + "\"}")
                .json()
                .at("/volume/id")
                .asText();

        caller.awaitVolume(id, "error");
        assertThat(caller.volume("GET", "/messages?resource_uuid=" + id, "", "3.5")
                        .response()
                        .body())
                .contains("weighted backend");
        assertThat(cloud.placementOf(id).backend()).isEmpty();
        assertThat(cloud.placementOf(id).sameHost()).containsExactly(NOBODY);
    }
}
