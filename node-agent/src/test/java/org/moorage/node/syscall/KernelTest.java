package org.moorage.node.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.run;

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
    @Test
    void whatHangsForOneDeviceHoldsNoOther() throws Exception {
        var dead = directory.resolve("dead");
        run("mkfifo", dead.toString());
        try (var kernel = new Kernel()) {
            for (var time = 0; time < 40; time++) {
                assertThatThrownBy(() -> kernel.syncDirectory(dead, deadline(Duration.ofMillis(10))))
                        .isInstanceOf(Failure.Unfinished.class);
            }

            assertThat(kernel.usage(directory, deadline(Duration.ofSeconds(10))).blocks())
                    .isPositive();
            Files.newByteChannel(dead, StandardOpenOption.WRITE, StandardOpenOption.READ)
                    .close();
        }
    }
}
