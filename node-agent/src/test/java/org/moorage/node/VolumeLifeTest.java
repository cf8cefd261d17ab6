package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A volume's whole life on a node, for each file system, on a real kernel.
@RealHost
class VolumeLifeTest {
    private final Workbench bench = Workbench.open();
    private final NodeAgent agent = new NodeAgent(bench.host());

    @AfterEach
    void close() {
        agent.close();
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4", "xfs", "btrfs"})
    void stagesPublishesMeasuresAndTakesAway(String fsType) throws Exception {
        var disk = bench.attach(mib(400));
        var staging = bench.path("staging");
        var target = bench.path("pods/one/mount");
        var capability = mounted(fsType, "noatime");

        for (var time = 0; time < 10; time++) {
            agent.stage(new StageRequest(disk.id(), disk.access(mib(400)), capability, staging), deadline());
        }
        for (var time = 0; time < 10; time++) {
            agent.publish(new PublishRequest(disk.id(), disk.access(), capability, false, staging, target), deadline());
        }
        Files.writeString(target.resolve("file"), "kept");
        var stats = (VolumeStats.FileSystem) agent.stats(disk.id(), target, deadline());

        assertThat(bench.mounts()).hasSize(2).allMatch(entry -> entry.type().equals(fsType));
        assertThat(bench.mountsAt(staging).getFirst().options()).contains("noatime");
        assertThat(staging.resolve("file")).hasContent("kept");
        assertThat(stats.totalBytes()).isBetween(mib(200), mib(400));
        assertThat(stats.usedBytes().count() + stats.availableBytes().count())
                .isLessThanOrEqualTo(stats.totalBytes().count());

        for (var time = 0; time < 2; time++) {
            agent.unpublish(disk.id(), target, deadline());
        }
        for (var time = 0; time < 2; time++) {
            Workbench.unstage(agent, disk.id(), staging);
        }

        assertThat(bench.mounts()).isEmpty();
        assertThat(target).doesNotExist();
        assertThat(staging).doesNotExist();

        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());

        assertThat(staging.resolve("file")).hasContent("kept");
    }
}
