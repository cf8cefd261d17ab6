package org.moorage.node.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.failure.Failure;

class KernelTest {
    @TempDir
    private Path directory;

    /// A pipe that nobody writes to hangs whoever opens it, as a dead device does.
    private Path dead() {
        var dead = directory.resolve("dead");
        run("mkfifo", dead.toString());
        return dead;
    }

    private static void revive(Path dead) throws IOException {
        Files.newByteChannel(dead, StandardOpenOption.WRITE, StandardOpenOption.READ)
                .close();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kernel-"))
                .count();
    }

    @Test
    void deadDeviceThatIsClaimedAndReadOverAndOverHoldsOneThread() throws Exception {
        var dead = dead();
        var before = threads();
        try (var kernel = new Kernel()) {
            for (var time = 0; time < 40; time++) {
                assertThatThrownBy(() -> kernel.claim(dead, Duration.ofSeconds(1), deadline(Duration.ofMillis(5))))
                        .isInstanceOf(Failure.Unfinished.class)
                        .hasMessageContaining(dead.toString());
                assertThatThrownBy(() -> kernel.read(dead, 0, 1, deadline(Duration.ofMillis(5))))
                        .isInstanceOf(Failure.Unfinished.class);
            }

            assertThat(threads() - before).isLessThanOrEqualTo(1);
            revive(dead);
        }
    }

    @Test
    void deviceThatAnswersAgainIsReadAnew() throws Exception {
        var dead = dead();
        try (var kernel = new Kernel()) {
            assertThatThrownBy(() -> kernel.read(dead, 0, 1, deadline(Duration.ofMillis(20))))
                    .isInstanceOf(Failure.Unfinished.class);
            revive(dead);
            Files.delete(dead);
            Files.writeString(dead, "alive");

            assertThat(kernel.read(dead, 1, 3, deadline(Duration.ofSeconds(10))))
                    .asString()
                    .isEqualTo("liv");
            assertThat(kernel.read(dead, 1, 30, deadline(Duration.ofSeconds(10))))
                    .asString()
                    .isEqualTo("live");
        }
    }

    @Test
    void orderReachesTheFile() throws Exception {
        var file = Files.createFile(directory.resolve("rescan"));
        try (var kernel = new Kernel()) {
            kernel.order(file, "1", deadline(Duration.ofSeconds(10)));

            assertThat(file).hasContent("1");
        }
    }

    @Test
    void whatHangsForOneDeviceHoldsNoOther() throws Exception {
        var dead = dead();
        try (var kernel = new Kernel()) {
            for (var time = 0; time < 40; time++) {
                assertThatThrownBy(() -> kernel.syncDirectory(dead, deadline(Duration.ofMillis(10))))
                        .isInstanceOf(Failure.Unfinished.class);
            }

            assertThat(kernel.usage(directory, deadline(Duration.ofSeconds(10))).blocks())
                    .isPositive();
            revive(dead);
        }
    }
}
