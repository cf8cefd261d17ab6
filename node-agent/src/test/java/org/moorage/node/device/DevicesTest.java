package org.moorage.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.node.RealHost;
import org.moorage.node.StubTools;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;

/// What the kernel and udev are asked to do while a device is waited for. The kernel's account of the devices is made
/// up; their nodes are real.
@RealHost
class DevicesTest {
    private static final String ID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

    @TempDir
    Path root;

    private StubTools stubs;
    private Devices devices;

    @BeforeEach
    void prepare() throws IOException {
        stubs = new StubTools(root.resolve("tools"));
        var tools = List.of(stubs.directory(), Path.of("/usr/bin"), Path.of("/bin"));
        Files.createDirectories(root.resolve("dev"));
        devices = new Devices(
                new Host(root.resolve("dev"), root.resolve("by-id"), root.resolve("sys"), Path.of("/proc"), tools),
                new Tools(tools));
    }

    private Path write(String file, String text) throws IOException {
        var path = root.resolve("sys").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private void disk() throws IOException {
        write("block/sdq/dev", "65:0\n");
        write("block/sdq/size", "2048\n");
        write("block/sdq/device/wwid", "naa." + ID.replace("-", "") + "\n");
    }

    private String node() {
        return root.resolve("dev/sdq").toString();
    }

    @Test
    void scsiHostsAreScannedForDeviceThatIsMissing() throws IOException {
        var scan = write("class/scsi_host/host3/scan", "");

        assertThatThrownBy(() -> devices.await(
                        new NodeAccess.BlockDevice(ID, Optional.empty(), "ext4"), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class);

        assertThat(scan).hasContent("- - -");
    }

    @Test
    void diskIsAskedForItsSizeAgain() throws IOException {
        disk();
        var rescan = write("block/sdq/device/rescan", "");
        run("mknod", node(), "b", "65", "0");

        assertThatThrownBy(() -> devices.await(
                        new NodeAccess.BlockDevice(ID, Optional.of(mib(2)), "ext4"), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(node());

        assertThat(rescan).hasContent("1");
    }

    @Test
    void udevIsAskedForNodeThatIsMissing() throws IOException {
        disk();
        stubs.script(
                "udevadm", "echo \"$@\" >> " + root + "/asked; [ -e " + node() + " ] || mknod " + node() + " b 65 0");

        var device = devices.await(new NodeAccess.BlockDevice(ID, Optional.empty(), "ext4"), deadline());

        assertThat(device.node()).hasToString(node());
        assertThat(device.size()).isEqualTo(mib(1));
        assertThat(root.resolve("asked"))
                .content()
                .contains("trigger --action=add " + root.resolve("sys/block/sdq"))
                .contains("settle")
                .contains("--exit-if-exists=" + node());
    }

    @Test
    void nodeOfAnotherDeviceIsNotTaken() throws IOException {
        disk();
        run("mknod", node(), "b", "65", "16");

        assertThat(devices.find(ID, deadline())).isEmpty();
    }

    @Test
    void fileInPlaceOfNodeIsNotTaken() throws IOException {
        disk();
        Files.createFile(root.resolve("dev/sdq"));

        assertThat(devices.find(ID, deadline())).isEmpty();
    }
}
