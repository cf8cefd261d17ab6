package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.block;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.mounted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.Workbench.Disk;
import org.moorage.node.host.Host;
import org.moorage.node.host.Waiting;

/// What the kernel notices of a volume reaches the caller, and what is in order is called so.
class ExaminationTest extends StagingFixture {
    private final Path target = bench.path("target");

    private Disk published(VolumeCapability capability, boolean readOnly) {
        var disk = bench.attach(mib(400));
        stage(disk, capability);
        agent.publish(new PublishRequest(disk.id(), disk.access(), capability, readOnly, staging, target), deadline());
        return disk;
    }

    private static List<String> reasons(Health health) {
        return health.ailments().stream().map(Ailment::reason).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void volumeInUseIsInOrder(String fsType) {
        published(mounted(fsType), false);

        assertThat(agent.health(target, deadline())).isEqualTo(Health.GOOD);
        assertThat(agent.health(staging, deadline())).isEqualTo(Health.GOOD);
    }

    @Test
    void rawVolumeInUseIsInOrder() {
        var disk = published(block(), false);

        assertThat(agent.health(target, deadline())).isEqualTo(Health.GOOD);
        assertThat(agent.health(disk.id(), deadline())).isEqualTo(Health.GOOD);
    }

    @Test
    void volumeThatWasMadeReadOnlyIsInOrder() {
        published(mounted("ext4"), true);

        assertThat(agent.health(target, deadline())).isEqualTo(Health.GOOD);
    }

    /// The kernel is asked to notice an error, as it does when the disk gives one.
    @Test
    void fileSystemThatTurnedReadOnlyAfterAnErrorIsDegraded() throws IOException {
        var disk = published(mounted("ext4", "errors=remount-ro"), false);

        Files.writeString(
                Path.of("/sys/fs/ext4", disk.device().getFileName().toString(), "trigger_fs_error"), "by a test");

        var health = afterTheErrorIsCounted(target);
        assertThat(reasons(health)).containsAnyOf("FileSystemReadOnly", "FileSystemShutDown");
        assertThat(health.message()).contains("1 errors since it was last checked");
    }

    @Test
    void errorsThatTheFileSystemGoesOnAfterAreTold() throws IOException {
        var disk = published(mounted("ext4", "errors=continue"), false);

        Files.writeString(
                Path.of("/sys/fs/ext4", disk.device().getFileName().toString(), "trigger_fs_error"), "by a test");

        var health = afterTheErrorIsCounted(staging);
        assertThat(reasons(health)).containsExactly("FileSystemErrors");
        assertThat(health.inaccessible()).isFalse();
        assertThat(agent.health(disk.id(), deadline())).as("by its id alone").isEqualTo(health);
    }

    /// The kernel counts an error a little later than it acts upon it.
    private Health afterTheErrorIsCounted(Path path) {
        return Waiting.until(
                        "counting the error",
                        deadline(),
                        () -> Optional.of(agent.health(path, deadline()))
                                .filter(health -> reasons(health).contains("FileSystemErrors")))
                .orElseThrow();
    }

    @Test
    void deviceThatHasGoneUnderARawVolumeIsMissed() {
        var disk = published(block(), false);

        bench.detach(disk);

        var health = agent.health(target, deadline());
        assertThat(reasons(health)).containsExactly("DeviceMissing");
        assertThat(health.inaccessible()).isTrue();
    }

    @Test
    void deviceThatTheKernelGaveUpIsTold() throws IOException {
        var disk = published(mounted("ext4"), false);
        var number = bench.mountsAt(target).getFirst().device();
        var sys = bench.path("sys");
        var device = sys.resolve("dev/block").resolve(number.toString());
        Files.createDirectories(device.resolve("device"));
        Files.writeString(device.resolve("size"), "2048\n");
        Files.writeString(device.resolve("device/state"), "offline\n");
        var real = bench.host();
        var host = new Host(real.dev(), real.links(), sys, real.proc(), real.udev(), real.tools());

        try (var other = new NodeAgent(host)) {
            assertThat(other.health(target, deadline()).ailments())
                    .singleElement()
                    .satisfies(ailment -> {
                        assertThat(ailment.severity()).isEqualTo(Severity.INACCESSIBLE);
                        assertThat(ailment.reason()).isEqualTo("DeviceOffline");
                    });
        }
        assertThat(disk.device()).exists();
    }

    @Test
    void whereNoVolumeIsNoneIsExamined() {
        assertThatThrownBy(() -> agent.health(bench.path("nowhere"), deadline()))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> agent.health(new VolumeId("fake-vol-id"), deadline()))
                .isInstanceOf(Failure.NotFound.class);
    }
}
