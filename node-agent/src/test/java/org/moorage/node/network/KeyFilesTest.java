package org.moorage.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;

/// Keys are files that root alone can read, in memory, for a moment.
class KeyFilesTest {
    private static final Path SHM = Path.of("/dev/shm");

    private final Path memory = place();
    private final KeyFiles files = new KeyFiles(List.of(memory));

    private static Path place() {
        try {
            var there = Files.isWritable(SHM) && Files.getFileStore(SHM).type().equals("tmpfs");
            if (!there) {
                System.out.println("SKIPPED KeyFilesTest: /dev/shm is no tmpfs that can be written to");
            }
            assumeTrue(there, "/dev/shm is no tmpfs that can be written to");
            return Files.createTempDirectory(SHM, "moorage-keys-test-");
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    @AfterEach
    void close() throws IOException {
        files.close();
        try (var all = Files.walk(memory)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void keyIsForItsOwnerAloneAndGoesWhenItsProgramHasEnded() throws Exception {
        Path file;
        try (var keys = files.open()) {
            file = keys.write("secret", "AQB");

            assertThat(file).hasContent("AQB");
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(file.getParent())).isEqualTo("rwx------");
            assertThat(mode(file.getParent().getParent())).isEqualTo("rwx------");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAtTheNextStart() throws Exception {
        Path dead;
        try (var keys = files.open()) {
            dead = keys.write("secret", "AQB").getParent().resolveSibling("agent-dead");
        }
        Files.createDirectory(dead, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(dead.resolve("lock"));
        Files.writeString(dead.resolve("secret-1"), "AQB");

        new KeyFiles(List.of(memory)).close();

        assertThat(dead).doesNotExist();
    }

    @Test
    void keysOfAnotherAgentThatLivesAreLeft() {
        try (var keys = files.open()) {
            var file = keys.write("secret", "AQB");

            new KeyFiles(List.of(memory)).close();
            new KeyFiles(List.of(memory)).close();

            assertThat(file).exists();
        }
    }

    @Test
    void aDirectoryThatOthersCanWriteToIsNotUsed() throws Exception {
        Files.createDirectory(
                memory.resolve("moorage-mount-keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (var keys = files.open()) {
            assertThatThrownBy(() -> keys.write("secret", "AQB"))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("root alone");
        }
    }

    @Test
    void withoutAPlaceInMemoryNoKeyIsWritten() {
        try (var none = new KeyFiles(List.of(Path.of("/proc")));
                var keys = none.open()) {
            assertThatThrownBy(() -> keys.write("secret", "AQB"))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("tmpfs");
        }
    }
}
