package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.failure.Failure;

class RuntimeConfigurationTest {
    @TempDir
    Path directory;

    /// The Go driver's own sample has such comments, and cannot be read by it.
    @Test
    void sampleWithCommentsIsRead() throws Exception {
        var file = Files.writeString(directory.resolve("runtime.json"), """
                {
                  "nfs": {
                    # Addresses of the export locations
                    "matchExportLocationAddress": "172.24.0.0/16"
                  }
                }
                """);

        assertThat(RuntimeConfiguration.read(file).address()).isEqualTo(Network.parse("172.24.0.0/16"));
    }

    @Test
    void missingFileAndMissingKeySayNothing() throws Exception {
        var file = Files.writeString(directory.resolve("runtime.json"), "{\"nfs\": {}}");

        assertThat(RuntimeConfiguration.read(file).address()).isEmpty();
        assertThat(RuntimeConfiguration.read(directory.resolve("none.json")).address())
                .isEmpty();
    }

    @Test
    void malformedFileNamesWhatAndWhere() throws Exception {
        var broken = Files.writeString(directory.resolve("broken.json"), "{\n\"nfs\": \n");
        var name = Files.writeString(
                directory.resolve("name.json"), "{\"nfs\": {\"matchExportLocationAddress\": \"nfs.example.org\"}}");

        assertThatThrownBy(() -> RuntimeConfiguration.read(broken))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("broken.json")
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> RuntimeConfiguration.read(name))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("nfs.example.org");
    }
}
