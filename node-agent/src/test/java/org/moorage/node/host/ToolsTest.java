package org.moorage.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.failure.Failure;
import org.moorage.node.StubTools;

class ToolsTest {
    @TempDir
    Path root;

    private StubTools stubs;
    private Tools tools;

    @BeforeEach
    void prepare() {
        stubs = new StubTools(root);
        tools = new Tools(List.of(root, Path.of("/usr/bin"), Path.of("/bin")));
    }

    private Command command(String script, String... arguments) {
        stubs.script("tool", script);
        return new Command(tools.require("tool", "none"), List.of(arguments));
    }

    @Test
    void givesArgumentsToNoShell() {
        var outcome = tools.run(command("printf '%s|' \"$@\"", "$HOME; echo no", "*", "a b"), deadline());

        assertThat(outcome.output()).isEqualTo("$HOME; echo no|*|a b|");
    }

    @Test
    void givesLanguageAndPathAndNothingElse() {
        var outcome = tools.run(command("/usr/bin/env"), deadline());

        assertThat(outcome.output().lines())
                .contains("LC_ALL=C", "PATH=" + root + ":/usr/bin:/bin")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("JAVA"));
    }

    @Test
    void readsBothOutputsToTheirEndAndKeepsTheBeginning() {
        var outcome = tools.run(
                command("head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2; exit 7"),
                deadline());

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.output()).hasSize(64 * 1024);
        assertThat(outcome.errors()).hasSize(64 * 1024);
    }

    @Test
    void killsWhatOnlyLooksAtTheDeadline() {
        var begun = Instant.now();

        assertThatThrownBy(() -> tools.run(command("exec sleep 30"), deadline(Duration.ofMillis(300))))
                .isInstanceOf(Failure.Unfinished.class);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void letsWhatWritesComeToItsEnd() throws Exception {
        var ended = new CountDownLatch(1);
        var mark = root.resolve("mark");

        assertThatThrownBy(() -> tools.runToItsEnd(
                        command("sleep 1; echo done > " + mark),
                        Duration.ofMinutes(1),
                        ended::countDown,
                        deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unfinished.class);

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(mark).hasContent("done");
    }

    @Test
    void endsWhatWritesAtItsOwnLimit() throws Exception {
        var ended = new CountDownLatch(1);

        var outcome = tools.runToItsEnd(command("exec sleep 30"), Duration.ofMillis(300), ended::countDown, deadline());

        assertThat(outcome.code()).isGreaterThan(128);
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void namesWhatIsMissingAndWhereItComesFrom() {
        assertThatThrownBy(() -> tools.require("mkfs.none", "nonesuch-progs"))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("mkfs.none")
                .hasMessageContaining("nonesuch-progs");
    }

    @Test
    void interruptIsFailureAndStaysSet() {
        var command = command("exec sleep 30");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tools.run(command, deadline())).isInstanceOf(Failure.Unfinished.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
