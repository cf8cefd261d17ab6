package org.moorage.node.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

class HostPathTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"some/path", "/", "/a/../b", "/a/b/..", "/a\nb", ""})
    void refusesPathsThatCannotBeMeant(String text) {
        assertThatThrownBy(() -> HostPath.require("target_path", Path.of(text)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("target_path");
    }

    @Test
    void resolvesLinksOnTheWayButNotTheLastName() throws IOException {
        var real = Files.createDirectory(root.toRealPath().resolve("real"));
        var link = Files.createSymbolicLink(root.resolve("link"), real);
        Files.createSymbolicLink(real.resolve("end"), root.resolve("elsewhere"));

        assertThat(HostPath.require("path", link.resolve("end"))).isEqualTo(real.resolve("end"));
        assertThat(HostPath.require("path", link.resolve("not/yet/there"))).isEqualTo(real.resolve("not/yet/there"));
    }

    @Test
    void removesNothingButWhatIsEmpty() throws IOException {
        var directory = Files.createDirectory(root.resolve("directory"));
        Files.writeString(directory.resolve("file"), "content");
        var link = Files.createSymbolicLink(root.resolve("link"), root.resolve("elsewhere"));

        for (var path : new Path[] {directory, directory.resolve("file"), link}) {
            assertThatThrownBy(() -> HostPath.removeEmpty(path)).isInstanceOf(Failure.Precondition.class);
            assertThat(HostPath.exists(path)).isTrue();
        }
        Files.writeString(directory.resolve("file"), "");
        HostPath.removeEmpty(directory.resolve("file"));
        HostPath.removeEmpty(directory);
        assertThatCode(() -> HostPath.removeEmpty(directory)).doesNotThrowAnyException();
        assertThat(directory).doesNotExist();
    }
}
