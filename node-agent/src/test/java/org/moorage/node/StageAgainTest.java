package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.node.Workbench.Disk;

/// Staging what is staged already, many at once, or after something went wrong, on a real kernel.
class StageAgainTest extends StagingFixture {
    @Test
    void repairsStagingThatCannotBeWrittenTo() throws Exception {
        var disk = bench.attach(mib(64));
        stage(disk, mounted("ext4"));
        run("mount", "-o", "remount,ro", staging.toString());

        stage(disk, mounted("ext4"));

        assertThat(bench.mountsAt(staging)).hasSize(1);
        Files.writeString(staging.resolve("file"), "can be written");
    }

    @Test
    void repairsStagingThatHasShutDown() throws Exception {
        for (var fsType : new String[] {"ext4", "xfs"}) {
            var disk = bench.attach(mib(400));
            stage(disk, mounted(fsType));
            run("xfs_io", "-x", "-c", "shutdown", staging.toString());

            stage(disk, mounted(fsType));

            Files.writeString(staging.resolve("file"), "can be written");
            Workbench.unstage(agent, disk.id(), staging);
        }
    }

    @Test
    void leavesBrokenStagingThatIsPublished() {
        var disk = bench.attach(mib(64));
        stage(disk, mounted("ext4"));
        var target = bench.path("target");
        agent.publish(
                new PublishRequest(disk.id(), disk.access(), mounted("ext4"), false, staging, target), deadline());
        run("mount", "-o", "remount,ro", staging.toString());

        assertThatThrownBy(() -> stage(disk, mounted("ext4")))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(target.toString());
        assertThat(bench.mounts()).hasSize(2);
    }

    @Test
    void refusesAnotherVolumeAtTheStagingPath() {
        var first = bench.attach(mib(64));
        var second = bench.attach(mib(64));
        stage(first, mounted("ext4"));

        assertThatThrownBy(() -> stage(second, mounted("ext4")))
                .isInstanceOf(Failure.Precondition.class)
                .hasMessageContaining(first.device().toString());
        assertThat(run("wipefs", second.device().toString())).isEmpty();
    }

    @Test
    void refusesAnotherFileSystemThanStaged() {
        var disk = bench.attach(mib(64));
        stage(disk, mounted("ext4"));

        assertThatThrownBy(() -> stage(disk, mounted("xfs"))).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void stagesManyVolumesAtOnce() throws Exception {
        var disks = new ArrayList<Disk>();
        for (var count = 0; count < 16; count++) {
            disks.add(bench.attach(mib(64)));
        }

        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            var stagings = disks.stream()
                    .map(disk -> tasks.submit(() -> agent.stage(
                            new StageRequest(disk.id(), disk.access(), mounted("ext4"), bench.path("at-" + disk.id())),
                            deadline())))
                    .toList();
            for (var staging : stagings) {
                staging.get();
            }
        }

        for (var disk : disks) {
            assertThat(bench.mountsAt(bench.path("at-" + disk.id())))
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.source()).isEqualTo(disk.device().toString()));
        }
    }

    @Test
    void goesOnAfterAnInterrupt() {
        var disk = bench.attach(mib(64));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stage(disk, mounted("ext4"))).isInstanceOf(Failure.Unfinished.class);
        assertThat(Thread.interrupted()).isTrue();

        stage(disk, mounted("ext4"));
        assertThat(bench.mountsAt(staging)).hasSize(1);
    }

    @Nested
    class Undoing {
        @Test
        void leavesNothingWhenTheMountIsRefused() {
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> stage(disk, mounted("ext4", "no_such_option")))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("EINVAL");

            assertThat(bench.mounts()).isEmpty();
            assertThat(staging).doesNotExist();
            stage(disk, mounted("ext4"));
        }

        @Test
        void leavesNothingWhenGrowingFailsAfterTheMount() throws Exception {
            var disk = bench.attach(mib(400));
            stage(disk, mounted("xfs"));
            Workbench.unstage(agent, disk.id(), staging);
            bench.grow(disk, mib(800));
            var tools = new StubTools(bench.path("stubs"));
            tools.script("xfs_growfs", "exit 1");

            try (var hampered = new NodeAgent(bench.hostWithTools(tools.directory()))) {
                assertThatThrownBy(() -> hampered.stage(
                                new StageRequest(disk.id(), disk.access(), mounted("xfs"), staging), deadline()))
                        .isInstanceOf(Failure.Unavailable.class);
            }

            assertThat(bench.mounts()).isEmpty();
            assertThat(staging).doesNotExist();
        }
    }
}
