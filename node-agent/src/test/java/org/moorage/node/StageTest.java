package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.syscall.Kernel;

/// Staging on a real kernel: the device, its file system, access that only reads.
class StageTest extends StagingFixture {
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
}
