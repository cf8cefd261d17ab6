package org.moorage.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;

/// When a file system is made, and above all when it is not.
class FormattingTest extends FormattingFixture {
    @Test
    void runsOnBlankDevice() {
        var disk = bench.attach(mib(400));

        assertThatThrownBy(() -> prepare(recorded(), disk, FsType.EXT4, Duration.ofSeconds(20)))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("does not hold what it was to make");
        assertThat(stubs.made()).containsExactly("mkfs.ext4 -E nodiscard -m 0 " + disk.device());
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
}
