package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.Workbench.Disk;

/// Growing what is mounted, and measuring, on a real kernel.
@RealHost
class GrowthTest {
    private final Workbench bench = Workbench.open();
    private final NodeAgent agent = new NodeAgent(bench.host());
    private final Path staging = bench.path("staging");
    private final Path target = bench.path("target");

    @AfterEach
    void close() {
        agent.close();
        bench.close();
    }

    private Disk published(VolumeCapability capability, boolean readOnly) {
        var disk = bench.attach(mib(400));
        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());
        agent.publish(new PublishRequest(disk.id(), disk.access(), capability, readOnly, staging, target), deadline());
        return disk;
    }

    private static ExpandRequest bare(Disk disk, Path path) {
        return new ExpandRequest(disk.id(), path, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ExpandRequest to(Disk disk, Path path, Bytes required) {
        return new ExpandRequest(disk.id(), path, Optional.empty(), Optional.of(required), Optional.empty());
    }

    private Bytes total(Disk disk) {
        return ((VolumeStats.FileSystem) agent.stats(disk.id(), target, deadline())).totalBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void growsMounted(String fsType) {
        var disk = published(mounted(fsType), false);
        bench.grow(disk, mib(800));

        for (var time = 0; time < 3; time++) {
            assertThat(agent.expand(to(disk, target, mib(800)), deadline())).isEqualTo(mib(800));
        }

        assertThat(total(disk)).isBetween(mib(650), mib(800));
    }

    @Test
    void growsThroughTheStagedMountWhenPublishedReadOnly() {
        var disk = published(mounted("xfs"), true);
        bench.grow(disk, mib(800));

        agent.expand(to(disk, target, mib(800)), deadline());

        assertThat(total(disk)).isGreaterThan(mib(650));
    }

    @Test
    void growsMountedExtOrNamesTheMissingCapability() {
        var disk = published(mounted("ext4"), false);
        bench.grow(disk, mib(800));

        try {
            assertThat(agent.expand(to(disk, target, mib(800)), deadline())).isEqualTo(mib(800));
            assertThat(total(disk)).isGreaterThan(mib(650));
        } catch (Failure.Denied denied) {
            assertThat(denied).hasMessageContaining("CAP_SYS_RESOURCE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4", "xfs", "btrfs"})
    void hasNothingToDoWhenTheSizeIsReached(String fsType) {
        var disk = published(mounted(fsType), false);

        assertThat(agent.expand(bare(disk, target), deadline())).isEqualTo(mib(400));
        assertThat(agent.expand(to(disk, staging, mib(300)), deadline())).isEqualTo(mib(400));
    }

    @Test
    void waitsForTheDeviceToGrow() {
        var disk = published(mounted("xfs"), false);

        assertThatThrownBy(() -> agent.expand(to(disk, target, mib(800)), deadline(Duration.ofMillis(300))))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(disk.device().toString());

        Thread.ofVirtual().start(() -> bench.grow(disk, mib(800)));
        assertThat(agent.expand(to(disk, target, mib(800)), deadline())).isEqualTo(mib(800));
    }

    @Test
    void answersTheSizeOfRawDevice() {
        var disk = published(block(), false);
        bench.grow(disk, mib(800));

        assertThat(agent.expand(to(disk, target, mib(800)), deadline())).isEqualTo(mib(800));
    }

    @Test
    void answersTheSizeOfRawDeviceThatIsOnlyStaged() throws Exception {
        var disk = bench.attach(mib(64));
        Files.createDirectories(staging);

        var request =
                new ExpandRequest(disk.id(), staging, Optional.of(staging), Optional.empty(), Optional.of(block()));

        assertThat(agent.expand(request, deadline())).isEqualTo(mib(64));
    }

    @Test
    void isNotFoundWhereNothingIs() throws Exception {
        var unknown = new Disk(new VolumeId("fake-vol-id"), target, target);
        Files.createDirectories(staging);

        for (var path : new Path[] {Path.of("some/path"), bench.path("no/such/place"), staging}) {
            assertThatThrownBy(() -> agent.expand(bare(unknown, path), deadline()))
                    .as(path.toString())
                    .isInstanceOf(Failure.NotFound.class);
            assertThatThrownBy(() -> agent.stats(unknown.id(), path, deadline()))
                    .as(path.toString())
                    .isInstanceOf(Failure.NotFound.class);
        }
    }
}
