package org.moorage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String CANARY = "canary-4711";

    @Test
    void printKeysAndNoValue() {
        assertThat(new Secret(CANARY)).hasToString("***");
        assertThat(Secrets.of(Map.of("password", CANARY)).toString())
                .contains("password")
                .doesNotContain(CANARY);
    }

    @Test
    void handTheTextOutToWhoAsksForIt() {
        var secrets = Secrets.of(Map.of("password", CANARY));

        assertThat(secrets.find("password").map(Secret::reveal)).contains(CANARY);
        assertThat(secrets.find("token")).isEmpty();
    }

    @Test
    void areEqualByTheirTexts() {
        assertThat(Secrets.of(Map.of("a", "x"))).isEqualTo(Secrets.of(Map.of("a", "x")));
        assertThat(Secrets.of(Map.of("a", "x"))).isNotEqualTo(Secrets.of(Map.of("a", "y")));
        assertThat(Secrets.none().isEmpty()).isTrue();
    }
}
