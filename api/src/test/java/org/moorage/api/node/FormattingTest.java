package org.moorage.api.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.failure.Failure;

class FormattingTest {
    /// blockSize, inodeSize, bytesPerInode, inodes, reserved, bigClusters, clusterSize, xfsKernel
    private static Formatting of(
            Integer block,
            Integer inode,
            Long bytes,
            Long inodes,
            Integer reserved,
            boolean big,
            Integer cluster,
            String kernel) {
        return new Formatting(
                number(block),
                number(inode),
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                inodes == null ? OptionalLong.empty() : OptionalLong.of(inodes),
                number(reserved),
                big,
                number(cluster),
                Optional.ofNullable(kernel));
    }

    private static OptionalInt number(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    @ParameterizedTest
    @CsvSource({
        "3000,,,,,false,,", "256,,,,,false,,", "131072,,,,,false,,", ",100,,,,false,,", ",64,,,,false,,",
        ",,512,,,false,,", ",,16384,1000,,false,,", ",,,0,,false,,", ",,,,51,false,,", ",,,,,false,65536,",
        ",,,,,true,3000,", ",,,,,false,,'5.10;reboot'", ",,,,,false,,../x"
    })
    void whatNoMkfsTakesIsNoFormatting(
            Integer block,
            Integer inode,
            Long bytes,
            Long inodes,
            Integer reserved,
            boolean big,
            Integer cluster,
            String kernel) {
        assertThatThrownBy(() -> of(block, inode, bytes, inodes, reserved, big, cluster, kernel))
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ext4,4096,512,16384,,5,true,65536,,",
        "ext2,1024,128,,1000,0,false,,,",
        "xfs,1024,512,,,,false,,5.10,",
        "xfs,512,,,,,false,,,1024 bytes at least",
        "xfs,1024,1024,,,,false,,,between 512 and 512",
        "ext3,512,,,,,false,,,1024 bytes at least",
        "ext4,1024,2048,,,,false,,,fit into a block",
        "ext3,,,,,,true,,,ext4 alone",
        "ext4,4096,,,,,true,4096,,larger than a block",
        "ext4,,,,,,false,,5.10,xfs alone",
        "xfs,,,16384,,,false,,,makes inodes as it needs",
        "xfs,,,,,1,false,,,reserves no blocks",
        "xfs,,128,,,,false,,,between 512 and 2048",
        "btrfs,4096,,,,,false,,,for btrfs",
        "btrfs,,,,,,false,,,"
    })
    void fileSystemTakesItOrSaysWhyNot(
            String fsType,
            Integer block,
            Integer inode,
            Long bytes,
            Long inodes,
            Integer reserved,
            boolean big,
            Integer cluster,
            String kernel,
            String reason) {
        var refusal =
                of(block, inode, bytes, inodes, reserved, big, cluster, kernel).refusal(fsType);

        if (reason == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).hasValueSatisfying(text -> assertThat(text).contains(reason));
        }
    }

    @Test
    void usualWayIsTakenByAll() {
        assertThat(java.util.List.of("ext2", "ext3", "ext4", "xfs", "btrfs"))
                .allSatisfy(type -> assertThat(Formatting.USUAL.refusal(type)).isEmpty());
    }
}
