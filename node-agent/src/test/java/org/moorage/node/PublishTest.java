package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.Workbench.Disk;

/// Publishing and unpublishing on a real kernel.
@RealHost
class PublishTest {
    private final Workbench bench = Workbench.open();
    private final NodeAgent agent = new NodeAgent(bench.host());
    private final Path staging = bench.path("staging");
    private final Path target = bench.path("pods/one/target");

    @AfterEach
    void close() {
        agent.close();
        bench.close();
    }

    private Disk staged(VolumeCapability capability) {
        var disk = bench.attach(mib(64));
        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());
        return disk;
    }

    private void publish(Disk disk, VolumeCapability capability, boolean readOnly, Path where) {
        agent.publish(new PublishRequest(disk.id(), disk.access(), capability, readOnly, staging, where), deadline());
    }

    @Nested
    class FileSystem {
        @Test
        void thatIsNotStagedLeavesTheTargetEmpty() throws Exception {
            var disk = bench.attach(mib(64));
            Files.createDirectories(staging);

            assertThatThrownBy(() -> publish(disk, mounted("ext4"), false, target))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("not staged");
            assertThat(target).doesNotExist();
        }

        @Test
        void ofAnotherVolumeInTheStagingPathIsRefused() {
            var staged = staged(mounted("ext4"));
            var wanted = bench.attach(mib(64));

            assertThatThrownBy(() -> publish(wanted, mounted("ext4"), false, target))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining(staged.device().toString());
            assertThat(target).doesNotExist();
        }

        @Test
        void whoseDeviceHasGoneIsRefused() {
            var absent = new Disk(new VolumeId("11111111-2222-3333-4444-555555555555"), staging, staging);

            assertThatThrownBy(() -> publish(absent, mounted("ext4"), false, target))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(absent.id().value());
        }

        @Test
        void readOnlyLeavesTheStagedOneWritable() throws Exception {
            var disk = staged(mounted("ext4"));

            publish(disk, mounted("ext4"), true, target);
            publish(disk, mounted("ext4"), true, target);

            Files.writeString(staging.resolve("file"), "written");
            assertThat(target.resolve("file")).hasContent("written");
            assertThatThrownBy(() -> Files.writeString(target.resolve("other"), "refused"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Read-only");
            assertThat(bench.mountsAt(target)).hasSize(1);
        }

        @Test
        void keepsTheFlagsOfTheStagedOneWhenMadeReadOnly() {
            var disk = staged(mounted("ext4", "nosuid", "nodev", "noexec", "noatime"));

            publish(disk, mounted("ext4", "nosuid", "nodev", "noexec", "noatime"), true, target);

            assertThat(bench.mountsAt(target).getFirst().options())
                    .contains("ro", "nosuid", "nodev", "noexec", "noatime");
        }

        @Test
        void leftWritableByKilledCallIsMadeReadOnly() throws Exception {
            var disk = staged(mounted("ext4"));
            Files.createDirectories(target);
            run("mount", "--bind", staging.toString(), target.toString());

            publish(disk, mounted("ext4"), true, target);

            assertThat(bench.mountsAt(target)).hasSize(1);
            assertThat(bench.mountsAt(target).getFirst().readOnly()).isTrue();
        }

        @Test
        void publishedReadOnlyIsNotPublishedForWritingAtTheSamePath() {
            var disk = staged(mounted("ext4"));
            publish(disk, mounted("ext4"), true, target);

            assertThatThrownBy(() -> publish(disk, mounted("ext4"), false, target))
                    .isInstanceOf(Failure.Conflict.class);
        }

        @Test
        void stagedReadOnlyIsPublishedReadOnly() {
            var disk = bench.attach(mib(64));
            run("mkfs.ext4", "-q", disk.device().toString());
            agent.stage(new StageRequest(disk.id(), disk.access(), mounted("ext4", "ro"), staging), deadline());

            publish(disk, mounted("ext4", "ro"), false, target);

            assertThat(bench.mountsAt(target).getFirst().readOnly()).isTrue();
        }

        @Test
        void ofOneSubvolumeIsPublishedAndTakenAway() throws Exception {
            var disk = bench.attach(mib(400));
            agent.stage(new StageRequest(disk.id(), disk.access(), mounted("btrfs"), staging), deadline());
            run("btrfs", "subvolume", "create", staging.resolve("part").toString());
            Workbench.unstage(agent, disk.id(), staging);
            var part = mounted("btrfs", "subvol=part");
            agent.stage(new StageRequest(disk.id(), disk.access(), part, staging), deadline());

            publish(disk, part, false, target);
            publish(disk, part, false, target);

            assertThat(bench.mountsAt(target))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.root()).isEqualTo("/part"));
            agent.unpublish(disk.id(), target, deadline());
            Workbench.unstage(agent, disk.id(), staging);
            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void isShownAtSeveralTargets() throws Exception {
            var disk = staged(mounted("ext4"));
            var second = bench.path("pods/two/target");

            publish(disk, mounted("ext4"), false, target);
            publish(disk, mounted("ext4"), false, second);
            Files.writeString(target.resolve("file"), "shared");
            agent.unpublish(disk.id(), target, deadline());

            assertThat(second.resolve("file")).hasContent("shared");
        }

        @Test
        void forOneWriterIsShownAtOneTargetOnly() {
            var once = new VolumeCapability(mounted("ext4").access(), AccessMode.SINGLE_NODE_SINGLE_WRITER);
            var disk = staged(once);
            publish(disk, once, false, target);
            publish(disk, once, false, target);

            assertThatThrownBy(() -> publish(disk, once, false, bench.path("pods/two/target")))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining(target.toString());
            assertThat(bench.path("pods/two/target")).doesNotExist();
        }

        @Test
        void doesNotCoverWhatIsMountedAtTheTarget() throws Exception {
            var disk = staged(mounted("ext4"));
            Files.createDirectories(target);
            run("mount", "-t", "tmpfs", "none", target.toString());

            assertThatThrownBy(() -> publish(disk, mounted("ext4"), false, target))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("tmpfs");
        }

        @Test
        void isFoundThroughLinkOnTheWay() throws Exception {
            var disk = staged(mounted("ext4"));
            Files.createSymbolicLink(bench.path("alias"), bench.path("."));
            var throughLink = bench.path("alias/pods/one/target");

            publish(disk, mounted("ext4"), false, throughLink);
            publish(disk, mounted("ext4"), false, throughLink);

            assertThat(bench.mountsAt(target)).hasSize(1);
            agent.unpublish(disk.id(), throughLink, deadline());
            assertThat(target).doesNotExist();
        }
    }

    @Nested
    class Block {
        @Test
        void isShownAtFileAndTakenAway() throws Exception {
            var disk = staged(block());

            for (var time = 0; time < 10; time++) {
                publish(disk, block(), false, target);
            }
            try (var file = Files.newOutputStream(target)) {
                file.write("raw".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(bench.mountsAt(target)).hasSize(1);
            assertThat(agent.stats(disk.id(), target, deadline())).isEqualTo(new VolumeStats.Block(mib(64)));
            assertThat(Files.readString(disk.device(), StandardCharsets.ISO_8859_1))
                    .startsWith("raw");
            assertThatThrownBy(() -> agent.unstage(disk.id(), staging, deadline()))
                    .isInstanceOf(Failure.Precondition.class);

            agent.unpublish(disk.id(), target, deadline());
            agent.unpublish(disk.id(), target, deadline());
            Workbench.unstage(agent, disk.id(), staging);

            assertThat(target).doesNotExist();
            assertThat(bench.mounts()).isEmpty();
        }

        @Test
        void readOnlyCannotBeWrittenToUntilItIsTakenAway() throws Exception {
            var disk = staged(block());
            publish(disk, block(), true, target);
            publish(disk, block(), true, bench.path("pods/two/target"));

            assertThatThrownBy(() -> write(target)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> publish(disk, block(), false, bench.path("pods/three/target")))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("read-only for all or for none");
            assertThat(bench.path("pods/three/target")).doesNotExist();
            agent.unpublish(disk.id(), target, deadline());
            assertThatThrownBy(() -> write(bench.path("pods/two/target"))).isInstanceOf(IOException.class);
            agent.unpublish(disk.id(), bench.path("pods/two/target"), deadline());

            publish(disk, block(), false, target);
            write(target);
            assertThatThrownBy(() -> publish(disk, block(), true, bench.path("pods/two/target")))
                    .isInstanceOf(Failure.Precondition.class);
            write(target);
        }

        private void write(Path where) throws IOException {
            try (var file = FileChannel.open(where, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap("raw".getBytes(StandardCharsets.US_ASCII)));
                file.force(true);
            }
        }

        @Test
        void isNeverMountedAsFileSystemMeanwhile() {
            var disk = staged(block());
            publish(disk, block(), false, target);

            assertThatThrownBy(() -> agent.stage(
                            new StageRequest(disk.id(), disk.access(), mounted("ext4"), staging), deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("raw block device");
            assertThat(run("wipefs", disk.device().toString())).isEmpty();
        }

        @Test
        void forOneWriterIsShownAtOneTargetOnly() {
            var once = new VolumeCapability(block().access(), AccessMode.SINGLE_NODE_SINGLE_WRITER);
            var disk = staged(once);
            publish(disk, once, false, target);

            assertThatThrownBy(() -> publish(disk, once, false, bench.path("pods/two/target")))
                    .isInstanceOf(Failure.Precondition.class);
        }
    }

    @Nested
    class Unpublish {
        @Test
        void ofWhatWasNeverPublishedIsFine() {
            agent.unpublish(new VolumeId("fake-vol-id"), bench.path("no/such/place"), deadline());
        }

        @Test
        void removesTargetThatIsNotMounted() throws IOException {
            Files.createDirectories(target);

            agent.unpublish(new VolumeId("fake-vol-id"), target, deadline());

            assertThat(target).doesNotExist();
            assertThat(target.getParent()).exists();
        }

        @Test
        void leavesFilesInTargetThatIsNotMounted() throws IOException {
            Files.createDirectories(target);
            Files.writeString(target.resolve("file"), "kept");

            assertThatThrownBy(() -> agent.unpublish(new VolumeId("fake-vol-id"), target, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("holds files");
            assertThat(target.resolve("file")).hasContent("kept");
        }

        @Test
        void takesStackedMountsAway() {
            var disk = staged(mounted("ext4"));
            publish(disk, mounted("ext4"), false, target);
            run("mount", "--bind", staging.toString(), target.toString());

            agent.unpublish(disk.id(), target, deadline());

            assertThat(bench.mounts()).hasSize(1);
            assertThat(target).doesNotExist();
        }

        @Test
        void leavesWhatHasMountsBelowIt() throws IOException {
            var disk = staged(mounted("ext4"));
            publish(disk, mounted("ext4"), false, target);
            Files.createDirectory(target.resolve("below"));
            run("mount", "-t", "tmpfs", "none", target.resolve("below").toString());

            assertThatThrownBy(() -> agent.unpublish(disk.id(), target, deadline()))
                    .isInstanceOf(Failure.Precondition.class)
                    .hasMessageContaining("below");
        }

        @Test
        void refusesPathsThatCannotBeMeant() {
            for (var path : new String[] {"/", "relative/path", "/tmp/../etc", "/proc"}) {
                assertThatThrownBy(() -> agent.unpublish(new VolumeId("fake-vol-id"), Path.of(path), deadline()))
                        .as(path)
                        .isInstanceOfAny(Failure.Invalid.class, Failure.Precondition.class);
            }
        }
    }
}
