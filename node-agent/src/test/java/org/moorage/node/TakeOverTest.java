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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.node.Workbench.Disk;

/// What the Go driver has staged and published, wholly or half, is taken over by an agent that is started in its
/// place. Everything is made here with the same programs and the same options as it uses; its mounts were recorded
/// from a real one (v1.36).
class TakeOverTest extends StagingFixture {
    private final Path target = bench.path("pods/1/volumes/kubernetes.io~csi/pvc-1/mount");

    private Disk staged(String fsType) throws Exception {
        var disk = bench.attach(mib(400));
        make(disk, fsType);
        Files.createDirectories(staging);
        var options = fsType.equals("xfs") ? "nouuid,defaults" : "defaults";
        run("mount", "-t", fsType, "-o", options, disk.device().toString(), staging.toString());
        return disk;
    }

    private static void make(Disk disk, String fsType) {
        var device = disk.device().toString();
        switch (fsType) {
            case "ext3", "ext4" -> run("mkfs." + fsType, "-F", "-m0", device);
            case "xfs" -> run("mkfs.xfs", "-f", device);
            default -> run("mkfs." + fsType, device);
        }
    }

    private Disk published(String fsType) throws Exception {
        var disk = staged(fsType);
        Files.createDirectories(target);
        run("mount", "--bind", staging.toString(), target.toString());
        return disk;
    }

    private void publish(Disk disk, VolumeCapability capability) {
        agent.publish(new PublishRequest(disk.id(), disk.access(), capability, false, staging, target), deadline());
    }

    private void takeAway(Disk disk) {
        agent.unpublish(disk.id(), target, deadline());
        Workbench.unstage(agent, disk.id(), staging);
        assertThat(bench.mounts()).isEmpty();
        assertThat(target).doesNotExist();
        assertThat(staging).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4", "xfs", "btrfs"})
    void volumeInUseIsKnownMeasuredAndTakenAway(String fsType) throws Exception {
        var disk = published(fsType);
        Files.writeString(target.resolve("kept"), "written under the Go driver");

        stage(disk, mounted(fsType));
        publish(disk, mounted(fsType));

        assertThat(bench.mounts()).as("nothing is stacked").hasSize(2);
        assertThat(target.resolve("kept")).hasContent("written under the Go driver");
        assertThat(agent.stats(disk.id(), target, deadline())).isInstanceOf(VolumeStats.FileSystem.class);
        assertThat(agent.health(target, deadline()).good()).isTrue();
        takeAway(disk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void volumeInUseGrows(String fsType) throws Exception {
        var disk = published(fsType);
        bench.grow(disk, mib(800));

        var request = new ExpandRequest(
                disk.id(), target, Optional.empty(), Optional.of(mib(800)), Optional.of(mounted(fsType)));

        assertThat(agent.expand(request, deadline())).isEqualTo(mib(800));
        assertThat(target.toFile().getTotalSpace()).isGreaterThan(mib(650).count());
        takeAway(disk);
    }

    /// udev takes a link away when a name is used again; the Go driver finds no volume without it.
    @Test
    void volumeWhoseLinkHasGoneIsKnown() throws Exception {
        var disk = published("ext4");
        Files.delete(bench.host().links().resolve("virtio-" + disk.id().value().substring(0, 20)));

        stage(disk, mounted("ext4"));
        publish(disk, mounted("ext4"));

        takeAway(disk);
    }

    /// The Go driver binds a raw device once more at each repeat.
    @Test
    void stackOfRawDevicesIsOnePublicationAndIsTakenAwayWhole() throws Exception {
        var disk = bench.attach(mib(64));
        Files.createDirectories(staging);
        Files.createDirectories(target.getParent());
        Files.createFile(target);
        for (var time = 0; time < 3; time++) {
            run("mount", "--bind", disk.device().toString(), target.toString());
        }

        stage(disk, block());
        publish(disk, block());
        assertThat(bench.mountsAt(target)).hasSize(3);
        assertThat(agent.stats(disk.id(), target, deadline())).isEqualTo(new VolumeStats.Block(mib(64)));

        takeAway(disk);
    }

    @Test
    void directoryWithoutAMountIsStagedInto() throws Exception {
        var disk = bench.attach(mib(64));
        make(disk, "ext4");
        Files.createDirectories(staging);
        Files.createDirectories(target);

        stage(disk, mounted("ext4"));
        publish(disk, mounted("ext4"));

        assertThat(bench.mounts()).hasSize(2);
        takeAway(disk);
    }

    /// After a reboot kubelet may publish before it stages; the Go driver shows the pod an empty directory.
    @Test
    void publicationWithoutStagingIsRefusedAndTakenAway() throws Exception {
        var disk = bench.attach(mib(64));
        make(disk, "ext4");
        Files.createDirectories(staging);
        Files.createDirectories(target);

        assertThatThrownBy(() -> publish(disk, mounted("ext4"))).isInstanceOf(Failure.Precondition.class);

        takeAway(disk);
    }

    @Test
    void publicationThatOutlivedItsStagingIsTakenAway() throws Exception {
        var disk = published("ext4");
        run("umount", staging.toString());

        takeAway(disk);
    }
}
