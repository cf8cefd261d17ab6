package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.plugin.Refusal;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "unix://csi/csi.sock, unix:///csi/csi.sock",
        "unix:///csi/csi.sock, unix:///csi/csi.sock",
        "UNIX:///csi/csi.sock, unix:///csi/csi.sock",
        "unix:////csi//csi.sock, unix:///csi/csi.sock",
        "/csi/csi.sock, unix:///csi/csi.sock",
        "tcp://127.0.0.1:9000, tcp://127.0.0.1:9000",
        "TCP://:0, tcp://:0",
        "tcp://[::1]:9000, tcp://[::1]:9000"
    })
    void readsWhatTheGoDriversRead(String text, String meaning) {
        assertThat(Endpoint.parse("endpoint", text)).hasToString(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "csi.sock",
                "http://x:1",
                "unix://",
                "unix:///",
                "tcp://host",
                "tcp://host:",
                "tcp://host:x",
                "tcp://h:70000"
            })
    void refusesTheRestAndShowsIt(String text) {
        assertThatThrownBy(() -> Endpoint.parse("endpoint", text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--endpoint=" + text + ":");
    }

    @Test
    void refusesAPathThatNoSocketAddressCanHold() {
        assertThatThrownBy(() -> Endpoint.parse("endpoint", "unix:///" + "x".repeat(107)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("107 bytes");
    }
}
