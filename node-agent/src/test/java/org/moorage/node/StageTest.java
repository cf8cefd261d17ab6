package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.syscall.Kernel;

/// Staging and unstaging on a real kernel.
@RealHost
class StageTest {
    private final Workbench bench = Workbench.open();
    private final NodeAgent agent = new NodeAgent(bench.host());
    private final Path staging = bench.path("staging");

    @AfterEach
    void close() {
        agent.close();
        bench.close();
    }

    private void stage(Disk disk, VolumeCapability capability) {
        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());
    }

    private void stage(Disk disk, NodeAccess access, Duration wait) {
        agent.stage(new StageRequest(disk.id(), access, mounted("ext4"), staging), deadline(wait));
    }

    @Nested
    class Device {
        @Test
        void thatNeverAppearsIsNamedWithWhereItWasLookedFor() {
            var absent = new Disk(new VolumeId(UUID.randomUUID().toString()), Path.of("/none"), Path.of("/none"));

            assertThatThrownBy(() -> stage(absent, absent.access(), Duration.ofMillis(300)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(absent.id().value())
                    .hasMessageContaining("/sys/block")
                    .hasMessageContaining("attached to this node");
            assertThat(staging).doesNotExist();
        }

        @Test
        void behindStaleLinkIsRefusedAndBothSerialsAreNamed() {
            var other = bench.attach(mib(64));
            var wanted = UUID.randomUUID().toString();
            bench.link("virtio-" + wanted.substring(0, 20), other.device());
            var disk = new Disk(new VolumeId(wanted), other.file(), other.device());

            assertThatThrownBy(() -> stage(disk, disk.access(), Duration.ofMillis(300)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(wanted)
                    .hasMessageContaining(other.id().value());
            assertThat(run("wipefs", other.device().toString())).isEmpty();
            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void isFoundThoughTheLinkLeadsToAnother() {
            var disk = bench.attach(mib(64));
            var other = bench.attach(mib(64));
            bench.link("virtio-" + disk.id().value().substring(0, 20), other.device());

            stage(disk, mounted("ext4"));

            assertThat(bench.mountsAt(staging).getFirst().source())
                    .isEqualTo(disk.device().toString());
            assertThat(run("wipefs", other.device().toString())).isEmpty();
        }

        @Test
        void thatIsTooSmallIsNotTouched() {
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> stage(disk, disk.access(mib(128)), Duration.ofMillis(300)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(disk.device().toString());
            assertThat(run("wipefs", disk.device().toString())).isEmpty();
        }

        @Test
        void thatGrowsWhileItIsWaitedForIsStaged() {
            var disk = bench.attach(mib(64));
            var growing = Thread.ofVirtual().unstarted(() -> bench.grow(disk, mib(128)));
            growing.start();

            stage(disk, disk.access(mib(128)), Duration.ofSeconds(20));

            assertThat(bench.mountsAt(staging)).hasSize(1);
        }

        @Test
        void shownTwiceIsRefused() {
            var disk = bench.attach(mib(64));
            var second =
                    run("losetup", "--find", "--show", disk.file().toString()).strip();
            try {
                assertThatThrownBy(() -> stage(disk, mounted("ext4")))
                        .isInstanceOf(Failure.Precondition.class)
                        .hasMessageContaining("both show the serial");
            } finally {
                run("losetup", "--detach", second);
            }
        }

        @Test
        void heldBySomebodyElseIsNotTouched() throws Exception {
            var disk = bench.attach(mib(64));
            try (var kernel = new Kernel();
                    var _ = kernel.claim(disk.device(), Duration.ZERO, deadline())) {
                assertThatThrownBy(() -> stage(disk, mounted("ext4")))
                        .isInstanceOf(Failure.Unavailable.class)
                        .hasMessageContaining("in use");
            }
            assertThat(run("wipefs", disk.device().toString())).isEmpty();
        }
    }

    @Nested
    class FileSystem {
        @Test
        void ofAnotherTypeIsRefusedAndLeft() {
            var disk = bench.attach(mib(64));
            run("mkfs.ext4", "-q", disk.device().toString());
            var before = run("blkid", "-p", disk.device().toString());

            assertThatThrownBy(() -> stage(disk, mounted("xfs")))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("ext4")
                    .hasMessageContaining("xfs");
            assertThat(run("blkid", "-p", disk.device().toString())).isEqualTo(before);
            assertThat(staging).doesNotExist();
        }

        @Test
        void unknownIsInvalid() {
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> stage(disk, mounted("ntfs"))).isInstanceOf(Failure.Invalid.class);
        }

        @Test
        void isChosenByTheBackendWhenNobodyAsks() {
            var disk = bench.attach(mib(64));

            stage(disk, mounted(""));

            assertThat(bench.mountsAt(staging).getFirst().type()).isEqualTo("ext4");
        }

        @Test
        void thatIsThereIsKeptWhenNobodyAsks() {
            var disk = bench.attach(mib(64));
            run("mkfs.ext3", "-q", disk.device().toString());

            stage(disk, mounted(""));

            assertThat(bench.mountsAt(staging).getFirst().type()).isEqualTo("ext3");
        }

        @Test
        void withDamageThatNeedsDecisionIsNotMounted() throws Exception {
            var disk = bench.attach(mib(64));
            run("mkfs.ext4", "-q", "-O", "^metadata_csum", disk.device().toString());
            run("debugfs", "-w", "-R", "clri <2>", disk.device().toString());
            run("debugfs", "-w", "-R", "ssv state 2", disk.device().toString());

            assertThatThrownBy(() -> stage(disk, mounted("ext4")))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("e2fsck");
            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void growsToTheDeviceWhenStagedAgain() {
            for (var fsType : new String[] {"ext3", "ext4", "xfs", "btrfs"}) {
                var disk = bench.attach(mib(400));
                stage(disk, mounted(fsType));
                Workbench.unstage(agent, disk.id(), staging);
                bench.grow(disk, mib(800));

                stage(disk, mounted(fsType));

                var stats = (VolumeStats.FileSystem) agent.stats(disk.id(), staging, deadline());
                assertThat(stats.totalBytes()).as(fsType).isBetween(mib(650), mib(800));
                Workbench.unstage(agent, disk.id(), staging);
            }
        }

        @Test
        void ofCloneIsMountedBesideItsOrigin() throws Exception {
            for (var fsType : new String[] {"ext4", "xfs", "btrfs"}) {
                var origin = bench.attach(mib(400));
                stage(origin, mounted(fsType));
                Files.writeString(staging.resolve("file"), "of the origin");
                run("sync", "-f", staging.toString());
                var clone = bench.clone(origin);
                var beside = bench.path("beside");

                agent.stage(new StageRequest(clone.id(), clone.access(), mounted(fsType), beside), deadline());

                assertThat(beside.resolve("file")).hasContent("of the origin");
                assertThat(bench.mountsAt(beside).getFirst().source())
                        .isEqualTo(clone.device().toString());
                Workbench.unstage(agent, clone.id(), beside);
                Workbench.unstage(agent, origin.id(), staging);
            }
        }
    }

    @Nested
    class ReadOnly {
        private final VolumeCapability reading =
                new VolumeCapability(mounted("ext4").access(), AccessMode.SINGLE_NODE_READER_ONLY);

        @Test
        void neverMakesFileSystem() {
            var disk = bench.attach(mib(64));

            assertThatThrownBy(() -> stage(disk, reading))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("blank");
            assertThat(run("wipefs", disk.device().toString())).isEmpty();
        }

        @Test
        void neitherChecksNorGrows() {
            var disk = bench.attach(mib(400));
            stage(disk, mounted("ext4"));
            Workbench.unstage(agent, disk.id(), staging);
            bench.grow(disk, mib(800));

            stage(disk, reading);
            stage(disk, reading);

            var stats = (VolumeStats.FileSystem) agent.stats(disk.id(), staging, deadline());
            assertThat(stats.totalBytes()).isLessThan(mib(400));
            assertThat(bench.mountsAt(staging).getFirst().readOnly()).isTrue();
        }

        @Test
        void deviceIsRefusedForWritingAndServedForReading() {
            for (var fsType : new String[] {"ext4", "xfs"}) {
                var disk = bench.attach(mib(400));
                run("mkfs." + fsType, "-q", disk.device().toString());
                var sealed = bench.seal(disk);

                assertThatThrownBy(() -> stage(sealed, mounted(fsType))).isInstanceOf(Failure.Precondition.class);
                stage(sealed, mounted(fsType, "ro"));

                assertThat(bench.mountsAt(staging)).hasSize(1);
                Workbench.unstage(agent, disk.id(), staging);
            }
        }
    }

    @Nested
    class Again {
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

    @Nested
    class Unstage {
        @Test
        void ofWhatWasNeverStagedIsFine() {
            Workbench.unstage(agent, new VolumeId("fake-vol-id"), bench.path("no/such/place"));
        }

        @Test
        void isRefusedWhileTheVolumeIsPublished() {
            var disk = bench.attach(mib(64));
            stage(disk, mounted("ext4"));
            var target = bench.path("target");
            agent.publish(
                    new PublishRequest(disk.id(), disk.access(), mounted("ext4"), false, staging, target), deadline());

            assertThatThrownBy(() -> agent.unstage(disk.id(), staging, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining(target.toString());
            assertThat(bench.mounts()).hasSize(2);
        }

        @Test
        void takesAllLayersAway() {
            var disk = bench.attach(mib(64));
            stage(disk, mounted("ext4"));
            run("mount", "--bind", staging.toString(), staging.toString());

            Workbench.unstage(agent, disk.id(), staging);

            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void leavesFilesThatLieUnderTheMount() throws Exception {
            var disk = bench.attach(mib(64));
            Files.createDirectory(staging);
            Files.writeString(staging.resolve("hidden"), "kept");
            stage(disk, mounted("ext4"));

            assertThatThrownBy(() -> agent.unstage(disk.id(), staging, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("holds files");
            assertThat(staging.resolve("hidden")).hasContent("kept");
            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void leavesAnotherVolume() {
            var staged = bench.attach(mib(64));
            var other = bench.attach(mib(64));
            stage(staged, mounted("ext4"));

            assertThatThrownBy(() -> agent.unstage(other.id(), staging, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining(staged.device().toString());
            assertThat(bench.mounts()).hasSize(1);
        }

        @Test
        void leavesWhatIsNoVolume() throws Exception {
            Files.createDirectory(staging);
            run("mount", "-t", "tmpfs", "none", staging.toString());

            assertThatThrownBy(() -> agent.unstage(new VolumeId("fake-vol-id"), staging, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("tmpfs");
            assertThat(bench.mounts()).hasSize(1);
        }

        @Test
        void saysSoWhenTheDeviceIsStillInUse() throws Exception {
            var disk = bench.attach(mib(64));
            stage(disk, mounted("ext4"));
            var process = new ProcessBuilder(
                            "unshare", "--mount", "--propagation", "private", "sh", "-c", "echo ready; read line")
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            try {
                assertThatThrownBy(() -> agent.unstage(disk.id(), staging, deadline(Duration.ofSeconds(1))))
                        .isInstanceOf(Failure.Unavailable.class)
                        .hasMessageContaining("still holds it");
            } finally {
                process.destroyForcibly().waitFor();
            }

            Workbench.unstage(agent, disk.id(), staging);

            assertThat(staging).doesNotExist();
        }

        @Test
        void ofDeviceThatHasGoneTakesItsMountAway() {
            var disk = bench.attach(mib(64));
            stage(disk, block());

            bench.detach(disk);

            Workbench.unstage(agent, disk.id(), staging);
        }
    }
}
