package org.moorage.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.plugin.Refusal;

class SocketFileTest {
    @TempDir
    private Path directory;

    @Test
    void removesASocketThatNobodyAnswersOn() throws IOException {
        listening().close();
        assertThat(path()).exists();

        new SocketFile(path()).claim();

        assertThat(path()).doesNotExist();
    }

    @Test
    void leavesTheSocketOfALivingServer() throws IOException {
        try (var _ = listening()) {
            assertThatThrownBy(() -> new SocketFile(path()).claim())
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(path() + ": another server answers there");
            assertThat(path()).exists();
        }
    }

    @Test
    void leavesAFileThatIsNoSocket() throws IOException {
        Files.writeString(path(), "precious");

        assertThatThrownBy(() -> new SocketFile(path()).claim())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no socket");
        assertThat(path()).hasContent("precious");
    }

    @Test
    void namesADirectoryThatIsNotThere() {
        assertThatThrownBy(() -> new SocketFile(directory.resolve("missing/csi.sock")).claim())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(directory.resolve("missing") + " does not exist");
    }

    @Test
    void takesAFreePath() {
        assertThatCode(() -> new SocketFile(path()).claim()).doesNotThrowAnyException();
    }

    @Test
    void appearsInItsPlaceAndIsItsOwnersAlone() throws IOException {
        var file = new SocketFile(path());
        file.claim();
        try (var _ = listening(file.rehearsal())) {
            assertThat(path()).doesNotExist();

            file.appear();

            assertThat(file.rehearsal()).doesNotExist();
            assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> new SocketFile(path()).claim()).hasMessageContaining("another server answers");
        }
    }

    @Test
    void removesItsOwnSocketAndNotThatOfItsSuccessor() throws IOException {
        var first = appeared();
        new SocketFile(path()).claim();
        var second = appeared();

        first.remove();
        assertThat(path()).exists();

        second.remove();
        assertThat(path()).doesNotExist();
    }

    /// A socket in its place, of a server that has been killed.
    private SocketFile appeared() throws IOException {
        var file = new SocketFile(path());
        try (var _ = listening(file.rehearsal())) {
            file.appear();
        }
        return file;
    }

    private Path path() {
        return directory.resolve("csi.sock");
    }

    private ServerSocketChannel listening() throws IOException {
        return listening(path());
    }

    private static ServerSocketChannel listening(Path at) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(at));
    }
}
