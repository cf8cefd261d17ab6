package org.moorage.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

/// What a mkfs that was killed leaves behind is either made anew, or refused with what to do: never mounted, and
/// never taken for something else.
@RealHost
class InterruptedMakingTest {
    private static final Path STRACE = Path.of("/usr/bin/strace");

    private final Workbench bench = Workbench.open();
    private final StubTools stubs = new StubTools(bench.path("stubs"));
    private final Kernel kernel = new Kernel();

    @AfterEach
    void close() {
        kernel.close();
        bench.close();
    }

    static Stream<Arguments> killings() {
        return Stream.of(FsType.EXT4, FsType.XFS, FsType.BTRFS)
                .flatMap(type -> Stream.of(1, 2, 3, 4, 6, 9, 14, 20, 40, 64).map(write -> Arguments.of(type, write)));
    }

    private BlockDevice device(Disk disk) {
        return new Devices(bench.host(), new Tools(bench.host().tools()), kernel)
                .find(disk.id().value(), deadline())
                .orElseThrow();
    }

    private void prepare(Tools tools, Disk disk, FsType type) {
        new FileSystems(tools, kernel)
                .prepare(device(disk), new Wanted(Optional.of(type), FsType.EXT4, false, Formatting.USUAL), deadline());
    }

    private void killAtWrite(Disk disk, FsType type, int write) {
        stubs.script(
                "mkfs." + type,
                "exec " + STRACE + " -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:signal=KILL:when=" + write
                        + " /usr/sbin/mkfs." + type + " \"$@\"");
        try {
            prepare(new Tools(bench.hostWithTools(stubs.directory()).tools()), disk, type);
        } catch (Failure killed) {
            assertThat(killed).isInstanceOfAny(Failure.Precondition.class, Failure.Unavailable.class);
        }
    }

    @ParameterizedTest
    @MethodSource("killings")
    void isMadeAnewOrRefused(FsType type, int write) {
        Assumptions.assumeTrue(Files.exists(STRACE), "strace is not installed, which kills mkfs at a chosen write");
        var disk = bench.attach(mib(700));
        killAtWrite(disk, type, write);
        var tools = new Tools(bench.host().tools());

        try {
            prepare(tools, disk, type);
        } catch (Failure refused) {
            assertThat(refused)
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("a mkfs that was cut off")
                    .hasMessageContaining("blkdiscard -z -f " + disk.device());
            assertThat(type.isExt())
                    .as("only ext leaves no mark of its own: " + refused.getMessage())
                    .isTrue();
            run("blkdiscard", "-z", "-f", disk.device().toString());
            prepare(tools, disk, type);
        }

        assertThat(run("blkid", "-p", "-s", "TYPE", "-o", "value", disk.device().toString())
                        .strip())
                .isEqualTo(type.toString());
        check(disk, type);
    }

    private static void check(Disk disk, FsType type) {
        var device = disk.device().toString();
        switch (type) {
            case EXT2, EXT3, EXT4 -> run("e2fsck", "-f", "-n", device);
            case XFS -> run("xfs_repair", "-n", device);
            case BTRFS -> run("btrfs", "check", device);
        }
    }

    @Test
    void ofAnotherTypeIsNotMadeAnew() {
        Assumptions.assumeTrue(Files.exists(STRACE), "strace is not installed, which kills mkfs at a chosen write");
        var disk = bench.attach(mib(700));
        killAtWrite(disk, FsType.XFS, 20);

        assertThatThrownBy(() -> prepare(new Tools(bench.host().tools()), disk, FsType.EXT4))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining("xfs");
    }
}
