package org.moorage.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.node.RealHost;
import org.moorage.node.StubTools;
import org.moorage.node.Workbench;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.Devices;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.moorage.node.syscall.Kernel;

/// When a file system is made, and above all when it is not.
@RealHost
class FormattingTest {
    private final Workbench bench = Workbench.open();
    private final StubTools stubs = new StubTools(bench.path("stubs"));
    private final Kernel kernel = new Kernel();

    @BeforeEach
    void record() {
        stubs.recordMaking();
    }

    @AfterEach
    void close() {
        kernel.close();
        bench.close();
    }

    private BlockDevice device(Disk disk) {
        return new Devices(bench.host(), new Tools(bench.host().tools()))
                .find(disk.id().value(), deadline())
                .orElseThrow();
    }

    private void prepare(Tools tools, Disk disk, FsType type, Duration wait) {
        new FileSystems(tools, kernel)
                .prepare(device(disk), new Wanted(Optional.of(type), FsType.EXT4, false), deadline(wait));
    }

    /// The stubs first, so that no mkfs does anything, then the host's own tools.
    private Tools recorded() {
        return new Tools(bench.hostWithTools(stubs.directory()).tools());
    }

    /// Asks for a file system, which must be refused, and sees to it that no mkfs ran.
    private void refused(Disk disk, FsType type) {
        assertThatThrownBy(() -> prepare(recorded(), disk, type, Duration.ofSeconds(20)))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(disk.device().toString());
        assertThat(stubs.made()).isEmpty();
    }

    private FsType prepared(Disk disk) {
        return new FileSystems(recorded(), kernel)
                .prepare(device(disk), new Wanted(Optional.empty(), FsType.EXT4, false), deadline());
    }

    private static void write(Disk disk, long offset, byte... bytes) throws IOException {
        try (var file = new RandomAccessFile(disk.device().toFile(), "rw")) {
            file.seek(offset);
            file.write(bytes);
        }
    }

    private static void zero(Disk disk, long offset, int length) throws IOException {
        write(disk, offset, new byte[length]);
    }

    @Test
    void runsOnBlankDevice() {
        var disk = bench.attach(mib(400));

        assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(20)))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("does not hold what it was to make");
        assertThat(stubs.made()).containsExactly("mkfs.ext4 -m 0 -E nodiscard " + disk.device());
    }

    @Test
    void doesNotTakeUnreadableForBlank() throws Exception {
        for (var kept : new long[] {0, mib(32).count()}) {
            var disk = bench.attach(mib(64));
            try (var file = new RandomAccessFile(disk.file().toFile(), "rw")) {
                file.setLength(kept); // what lies beyond answers with an input/output error
            }

            assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Unavailable.class);
            assertThat(stubs.made()).isEmpty();
        }
    }

    @Nested
    class NotBlank {
        @ParameterizedTest
        @EnumSource
        void withFileSystem(FsType type) {
            var disk = bench.attach(mib(400));
            run("mkfs." + type, "-q", disk.device().toString());

            refused(disk, type == FsType.XFS ? FsType.BTRFS : FsType.XFS);
        }

        @ParameterizedTest
        @ValueSource(ints = {1024, 2048, 4096})
        void withExtWhoseFirstSuperblockIsDamaged(int blockSize) throws Exception {
            var disk = bench.attach(mib(400));
            run(
                    "mkfs.ext4",
                    "-q",
                    "-b",
                    String.valueOf(blockSize),
                    disk.device().toString());
            zero(disk, 1024, 1024);

            refused(disk, FsType.EXT4);

            // Its whole beginning lost: the spare superblocks are what is left.
            zero(disk, 0, 1 << 20);
            refused(disk, FsType.EXT4);
        }

        @Test
        void withXfsWhoseFirstSuperblockIsDamaged() throws Exception {
            var disk = bench.attach(mib(400));
            run("mkfs.xfs", "-q", disk.device().toString());
            zero(disk, 0, 512);

            refused(disk, FsType.XFS);

            zero(disk, 0, 1 << 20);
            refused(disk, FsType.XFS);
        }

        @Test
        void withXfsWhoseDamageLooksLikeAnUnfinishedMaking() throws Exception {
            var disk = bench.attach(mib(400));
            run("mkfs.xfs", "-q", disk.device().toString());
            write(disk, 126, (byte) 1);

            assertThat(prepared(disk)).isEqualTo(FsType.XFS);
            assertThat(stubs.made()).isEmpty();
        }

        @Test
        void withBtrfsWhoseFirstSuperblockIsDamaged() throws Exception {
            var disk = bench.attach(mib(400));
            run("mkfs.btrfs", "-q", disk.device().toString());
            zero(disk, 64 * 1024, 4096);

            refused(disk, FsType.BTRFS);
        }

        @Test
        void withSwap() {
            var disk = bench.attach(mib(64));
            run("mkswap", disk.device().toString());

            refused(disk, FsType.EXT4);
        }

        @ParameterizedTest
        @ValueSource(ints = {0x83, 0xEE})
        void withPartitionTable(int partitionType) throws Exception {
            var disk = bench.attach(mib(64));
            var table = new byte[66];
            table[4] = (byte) partitionType;
            table[9] = 8; // the first sector is 2048, and there are 65536 of them
            table[14] = 1;
            table[64] = 0x55;
            table[65] = (byte) 0xAA;
            write(disk, 446, table);

            refused(disk, FsType.EXT4);
        }

        @Test
        void withPartitionTableOfWhichOnlyTheSpareIsLeft() throws Exception {
            var disk = bench.attach(mib(64));
            write(disk, mib(64).count() - 512, "EFI PART".getBytes(StandardCharsets.US_ASCII));

            refused(disk, FsType.EXT4);
        }

        @Test
        void withHeaderOfEncryption() throws Exception {
            var disk = bench.attach(mib(64));
            write(disk, 0, (byte) 'L', (byte) 'U', (byte) 'K', (byte) 'S', (byte) 0xBA, (byte) 0xBE, (byte) 0, (byte)
                    1);

            refused(disk, FsType.EXT4);
        }

        @Test
        void withLabelOfVolumeManager() throws Exception {
            var disk = bench.attach(mib(64));
            write(disk, 512, "LABELONE".getBytes(StandardCharsets.US_ASCII));
            write(disk, 512 + 24, "LVM2 001".getBytes(StandardCharsets.US_ASCII));

            refused(disk, FsType.EXT4);
        }

        @Test
        void withSuperblockOfRaid() throws Exception {
            var disk = bench.attach(mib(64));
            write(disk, 4096, (byte) 0xFC, (byte) 0x4E, (byte) 0x2B, (byte) 0xA9, (byte) 1);

            refused(disk, FsType.EXT4);
        }

        @Test
        void withBytesOfNoKnownKind() throws Exception {
            var seed = Long.getLong("seed", 42L);
            var random = new Random(seed);
            var size = mib(64).count();
            for (var offset : new long[] {
                0, random.nextLong(1 << 20), size - 1, size - 1 - random.nextLong(1 << 20), size / 2, size / 32 * 7
            }) {
                var disk = bench.attach(mib(64));
                write(disk, offset, (byte) 1);

                refused(disk, FsType.EXT4);
            }
        }
    }

    @Nested
    class Detector {
        private Tools only(String... real) {
            Arrays.stream(real).forEach(stubs::real);
            return new Tools(List.of(stubs.directory()));
        }

        private void fails(Class<? extends Failure> how, Tools tools) {
            var disk = bench.attach(mib(64));
            assertThatThrownBy(() -> prepare(tools, disk, FsType.EXT4, Duration.ofSeconds(1)))
                    .isInstanceOf(how);
            assertThat(stubs.made()).isEmpty();
            bench.detach(disk);
        }

        @Test
        void thatIsMissingStopsTheMaking() {
            fails(Failure.Broken.class, only("wipefs"));
        }

        @Test
        void thatAgreesMustBeThereToo() {
            fails(Failure.Broken.class, only("blkid"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "exit 0",
                    "exit 1",
                    "exit 2 < /nonexistent",
                    "echo nothing found; exit 2",
                    "echo cannot open >&2; exit 2",
                    "echo DEVNAME=/dev/x; exit 0",
                    "exit 4",
                    "exit 127",
                    "kill -9 $$",
                    "kill -11 $$"
                })
        void blkidThatSaysAnythingButNothingStopsTheMaking(String body) {
            stubs.script("blkid", body);

            fails(Failure.Unavailable.class, only("wipefs"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"exit 1", "exit 2", "echo cannot open >&2", "kill -9 $$"})
        void wipefsThatFailsStopsTheMaking(String body) {
            stubs.script("wipefs", body);

            fails(Failure.Unavailable.class, only("blkid"));
        }

        @Test
        void thatFindsWhatTheOtherMissesWins() {
            stubs.script("wipefs", "echo '# offset,uuid,label,type'; echo 0x438,,,ext4");

            fails(Failure.Precondition.class, only("blkid"));
        }

        @Test
        void thatFindsSeveralKindsWins() {
            stubs.script("blkid", "exit 8");

            fails(Failure.Precondition.class, only("wipefs"));
        }

        @Test
        void thatHangsIsKilledAtTheDeadline() {
            stubs.script("blkid", "exec sleep 60");
            stubs.real("sleep");

            fails(Failure.Unfinished.class, only("wipefs"));
        }
    }

    @Nested
    class Maker {
        @Test
        void thatIsMissingIsNamedWithItsPackage() {
            for (var name : new String[] {"blkid", "wipefs"}) {
                stubs.real(name);
            }
            stubs.remove("mkfs.xfs");
            var disk = bench.attach(mib(400));

            assertThatThrownBy(() ->
                            prepare(new Tools(List.of(stubs.directory())), disk, FsType.XFS, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Broken.class)
                    .hasMessageContaining("mkfs.xfs")
                    .hasMessageContaining("xfsprogs");
        }

        @Test
        void thatFailsSaysWhy() {
            stubs.script("mkfs.ext4", "echo no such feature >&2; exit 1");
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(20)))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("no such feature");
        }

        @Test
        void thatOutlastsItsCallerGoesOnAndIsNotRunTwice() {
            stubs.script(
                    "mkfs.ext4",
                    "sleep 2; echo once >> " + stubs.directory() + "/made; exec /usr/sbin/mkfs.ext4 \"$@\"");
            var disk = bench.attach(mib(64));
            var fileSystems = new FileSystems(recorded(), kernel);
            var wanted = new Wanted(Optional.of(FsType.EXT4), FsType.EXT4, false);

            assertThatThrownBy(() -> fileSystems.prepare(device(disk), wanted, deadline(Duration.ofSeconds(1))))
                    .isInstanceOf(Failure.Unfinished.class);
            assertThatThrownBy(() -> fileSystems.prepare(device(disk), wanted, deadline()))
                    .isInstanceOf(Failure.Aborted.class)
                    .hasMessageContaining("mkfs.ext4");
            var type = Waiting.until("mkfs", deadline(), () -> {
                try {
                    return Optional.of(fileSystems.prepare(device(disk), wanted, deadline()));
                } catch (Failure.Aborted _) {
                    return Optional.empty();
                }
            });

            assertThat(type).contains(FsType.EXT4);
            assertThat(stubs.made()).containsExactly("once");
        }
    }
}
