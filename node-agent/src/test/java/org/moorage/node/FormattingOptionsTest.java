package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.Formatting;
import org.moorage.api.node.NodeAccess;
import org.moorage.node.Workbench.Disk;

/// File systems that are made as a StorageClass asks, by the real mkfs, and read back by its companions.
class FormattingOptionsTest extends StagingFixture {
    private static final Formatting SMALL = new Formatting(
            OptionalInt.of(1024),
            OptionalInt.of(512),
            OptionalLong.of(4096),
            OptionalLong.empty(),
            OptionalInt.of(3),
            false,
            OptionalInt.empty(),
            Optional.empty());

    private void stage(Disk disk, String fsType, Formatting formatting) {
        var access = new NodeAccess.BlockDevice(disk.id().value(), Optional.empty(), "ext4", formatting);
        agent.stage(new StageRequest(disk.id(), access, mounted(fsType), staging), deadline());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4"})
    void extIsMadeAsAsked(String fsType) {
        var disk = bench.attach(mib(64));

        stage(disk, fsType, SMALL);

        assertThat(header(disk))
                .containsPattern("Block size: +1024\n")
                .containsPattern("Inode size:\\s+512\n")
                .containsPattern("Inode count: +16384\n")
                .containsPattern("Reserved block count: +1966\n");
    }

    @Test
    void spaceIsKeptForRootOnlyWhenAskedFor() {
        var disk = bench.attach(mib(64));

        stage(disk, "ext4", Formatting.USUAL);

        assertThat(header(disk)).containsPattern("Reserved block count: +0\n");
    }

    @Test
    void ext4IsMadeOfClusters() {
        var disk = bench.attach(mib(256));

        stage(
                disk,
                "ext4",
                new Formatting(
                        OptionalInt.of(4096),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(2048),
                        OptionalInt.empty(),
                        true,
                        OptionalInt.of(65536),
                        Optional.empty()));

        assertThat(header(disk)).contains("bigalloc").containsPattern("Cluster size: +65536\n");
    }

    @Test
    void xfsIsMadeForAnOldKernel() {
        var disk = bench.attach(mib(400));

        stage(
                disk,
                "xfs",
                new Formatting(
                        OptionalInt.of(2048),
                        OptionalInt.of(1024),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        false,
                        OptionalInt.empty(),
                        Optional.of("5.4")));

        assertThat(run("xfs_info", staging.toString()))
                .contains("isize=1024", "bsize=2048", "reflink=1", "bigtime=0", "inobtcount=0");
    }

    /// The agent does not rely on the backend for it.
    @Test
    void whatTheFileSystemCannotBeIsRefusedAndNothingIsMade() {
        var disk = bench.attach(mib(400));

        assertThatThrownBy(() -> stage(disk, "xfs", SMALL)).isInstanceOf(Failure.Invalid.class);
        assertThat(run("wipefs", disk.device().toString())).isEmpty();
        assertThat(bench.mounts()).isEmpty();
    }

    @Test
    void fileSystemThatIsThereStaysAsItIs() {
        var disk = bench.attach(mib(64));
        run("mkfs.ext4", "-q", "-b", "4096", disk.device().toString());

        stage(disk, "ext4", SMALL);

        assertThat(header(disk)).containsPattern("Block size: +4096\n");
    }

    /// The Go driver's check of sizes does not know ext2, so it never stages such a volume.
    @Test
    void ext2ThatWasRestoredToALargerVolumeIsStagedAndGrown() {
        var origin = bench.attach(mib(64));
        stage(origin, "ext2", Formatting.USUAL);
        Workbench.unstage(agent, origin.id(), staging);
        var restored = bench.clone(origin);
        bench.grow(restored, mib(256));

        stage(restored, "ext2", Formatting.USUAL);

        assertThat(staging.toFile().getTotalSpace()).isGreaterThan(mib(200).count());
    }

    private static String header(Disk disk) {
        return run("dumpe2fs", "-h", disk.device().toString());
    }
}
