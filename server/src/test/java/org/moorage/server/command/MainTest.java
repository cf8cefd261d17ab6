package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Without an installed backend, as this module is by itself.
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsItsVersion() {
        assertThat(run("version")).isZero();
        assertThat(text(out)).matches("moorage [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\n");
    }

    @Test
    void anUnknownCommandIsMisuse() {
        assertThat(run("sevre")).isEqualTo(2);
        assertThat(text(err)).contains("unknown command 'sevre'").hasLineCount(1);
    }

    @Test
    void noCommandIsMisuse() {
        assertThat(run()).isEqualTo(2);
        assertThat(text(err)).contains("a command is missing").hasLineCount(1);
    }

    @Test
    void servingWithoutABackendIsRefusedInOneLine() {
        assertThat(run("serve", "--endpoint=/x/csi.sock")).isEqualTo(1);
        assertThat(text(err)).contains("no backend is installed").hasLineCount(1);
    }

    @Test
    void listsTheInstalledBackends() {
        assertThat(run("plugins", "list")).isZero();
        assertThat(run("plugins", "purge")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return Main.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
