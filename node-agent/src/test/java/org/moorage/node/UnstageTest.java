package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;
import static org.moorage.node.Workbench.run;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.VolumeId;

/// Unstaging on a real kernel.
class UnstageTest extends StagingFixture {
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

        assertThat(bench.mounts()).isEmpty();
    }
}
