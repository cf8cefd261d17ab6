package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.node.host.Host;

/// On kernel files made up for the purpose.
class NodeHostTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"8:1,2048,false", "7:0,0,true", "7:9,,true"})
    void onlyDevicesThatTheKernelHasNoMoreAreGone(String number, String sectors, boolean gone) throws IOException {
        if (sectors != null) {
            write("sys/dev/block/" + number + "/size", sectors + "\n");
        }
        write("proc/self/mountinfo", "42 1 " + number + " / /staging rw - ext4 /dev/any rw\n");

        try (var host = host()) {
            var entry = host.mounts().table().top(Path.of("/staging"));

            assertThat(entry).isPresent();
            assertThat(host.isOfGoneDevice(entry.get())).isEqualTo(gone);
        }
    }

    @Test
    void namesThatAreNoTextHideNoOtherMounts() throws IOException {
        var file = root.resolve("proc/self/mountinfo");
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                "1 1 8:1 / /a\u00ff\u00fe/b rw - ext4 /dev/sda1 rw\n2 1 8:2 / /c rw - xfs /dev/sdb rw\n"
                        .getBytes(StandardCharsets.ISO_8859_1));

        try (var host = host()) {
            assertThat(host.mounts().table().entries()).hasSize(2);
            assertThat(host.mounts().table().top(Path.of("/c"))).isPresent();
        }
    }

    private NodeHost host() {
        return NodeHost.of(new Host(
                root.resolve("dev"),
                root.resolve("by-id"),
                root.resolve("sys"),
                root.resolve("proc"),
                root.resolve("udev"),
                List.of()));
    }

    private void write(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
