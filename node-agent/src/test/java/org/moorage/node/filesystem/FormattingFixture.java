package org.moorage.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;
import org.moorage.node.RealHost;
import org.moorage.node.StubTools;
import org.moorage.node.Workbench;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.Devices;
import org.moorage.node.host.Tools;
import org.moorage.node.syscall.Kernel;

/// What the tests of formatting share: stub tools that write down each mkfs, and ways to damage a disk.
@RealHost
abstract class FormattingFixture {
    final Workbench bench = Workbench.open();
    final StubTools stubs = new StubTools(bench.path("stubs"));
    final Kernel kernel = new Kernel();

    @BeforeEach
    void record() {
        stubs.recordMaking();
    }

    @AfterEach
    void close() {
        kernel.close();
        bench.close();
    }

    BlockDevice device(Disk disk) {
        return new Devices(bench.host(), new Tools(bench.host().tools()), kernel)
                .find(disk.id().value(), deadline())
                .orElseThrow();
    }

    void prepare(Tools tools, Disk disk, FsType type, Duration wait) {
        new FileSystems(tools, kernel)
                .prepare(
                        device(disk),
                        new Wanted(Optional.of(type), FsType.EXT4, false, Formatting.USUAL),
                        deadline(wait));
    }

    /// The stubs first, so that no mkfs does anything, then the host's own tools.
    Tools recorded() {
        return new Tools(bench.hostWithTools(stubs.directory()).tools());
    }

    /// Asks for a file system, which must be refused, and sees to it that no mkfs ran.
    void refused(Disk disk, FsType type) {
        assertThatThrownBy(() -> prepare(recorded(), disk, type, Duration.ofSeconds(20)))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(disk.device().toString());
        assertThat(stubs.made()).isEmpty();
    }

    FsType prepared(Disk disk) {
        return new FileSystems(recorded(), kernel)
                .prepare(device(disk), new Wanted(Optional.empty(), FsType.EXT4, false, Formatting.USUAL), deadline());
    }

    static void write(Disk disk, long offset, byte... bytes) throws IOException {
        try (var file = new RandomAccessFile(disk.device().toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    static void zero(Disk disk, long offset, int length) throws IOException {
        write(disk, offset, new byte[length]);
    }
}
