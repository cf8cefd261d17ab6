package org.moorage.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Settings settings = new Settings(Map.of(
            "cluster", List.of("first", "last"),
            "cloud-name", List.of("", "one,two"),
            "additional-topology", List.of("region=a,rack=b"),
            "with-topology", List.of("false"),
            "broken", List.of("perhaps")));

    @Test
    void lastTextCounts() {
        assertThat(settings.text("cluster")).contains("last");
        assertThat(settings.text("unknown")).isEmpty();
    }

    @Test
    void listsAreSplitAtCommasAndKeepEmptyTexts() {
        assertThat(settings.list("cloud-name")).containsExactly("", "one", "two");
    }

    @Test
    void mapsAreReadPairByPair() {
        assertThat(settings.map("additional-topology")).isEqualTo(Map.of("region", "a", "rack", "b"));
        assertThatThrownBy(() -> settings.map("cluster"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--cluster")
                .hasMessageContaining("key=value");
    }

    @Test
    void switchesAreTrueOrFalse() {
        assertThat(settings.enabled("with-topology")).isFalse();
        assertThat(settings.enabled("unknown")).isFalse();
        assertThatThrownBy(() -> settings.enabled("broken"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--broken=perhaps");
    }
}
