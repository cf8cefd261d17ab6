package org.moorage.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JdkLogTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void aWarningOfTheJdkIsALineOfOurLogAndLessIsNone() {
        Logging.start(2, log);
        var logger = System.getLogger("jdk.of.this.test");

        logger.log(Level.WARNING, "{0} of {1}", "one", 2);
        logger.log(Level.ERROR, "no good", new IllegalStateException("because"));
        logger.log(Level.INFO, "by the way");
        logger.log(Level.WARNING, "{odd", "pattern");
        logger.log(Level.WARNING, "{alone}");

        assertThat(System.LoggerFinder.getLoggerFinder()).isInstanceOf(JdkLog.class);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(" WARN test: one of 2\n", " ERROR test: no good\n", "because", "{odd", "{alone}")
                .doesNotContain("by the way");
        assertThat(logger.isLoggable(Level.WARNING)).isTrue();
        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.isLoggable(Level.OFF)).isFalse();
    }

    @Test
    void whatIsSevereForAnOlderLoggerIsAnErrorOfOurs() {
        Logging.start(2, log);
        var logger = java.util.logging.Logger.getLogger("old.of.this.test");

        logger.severe("no good");
        logger.warning("odd");
        logger.info("by the way");

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(" ERROR test: no good\n", " WARN test: odd\n")
                .doesNotContain("by the way");
    }
}
