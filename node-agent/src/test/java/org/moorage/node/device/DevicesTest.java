package org.moorage.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mib;
import static org.moorage.node.Workbench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.node.RealHost;
import org.moorage.node.StubTools;
import org.moorage.node.host.Host;
import org.moorage.node.host.Tools;
import org.moorage.node.host.Waiting;
import org.moorage.node.syscall.Kernel;

/// What the kernel and udev are asked to do while a device is waited for. The kernel's account of the devices is made
/// up; their nodes are real.
@RealHost
class DevicesTest {
    private static final String ID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

    @TempDir
    Path root;

    private final Kernel kernel = new Kernel();
    private StubTools stubs;
    private Devices devices;

    @BeforeEach
    void prepare() throws IOException {
        stubs = new StubTools(root.resolve("tools"));
        var tools = List.of(stubs.directory(), Path.of("/usr/bin"), Path.of("/bin"));
        Files.createDirectories(root.resolve("dev"));
        devices = new Devices(
                new Host(
                        root.resolve("dev"),
                        root.resolve("by-id"),
                        root.resolve("sys"),
                        Path.of("/proc"),
                        root.resolve("udev"),
                        tools),
                new Tools(tools),
                kernel);
    }

    @AfterEach
    void close() {
        kernel.close();
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

    private static NodeAccess.BlockDevice access(long leastMib) {
        return new NodeAccess.BlockDevice(ID, Optional.of(mib(leastMib)), "ext4");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> devices.await(access(1), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(message);
    }

    /// An order goes on by itself when its caller's time is over.
    private static void ordered(Path file, String text) {
        var given =
                Waiting.until("an order", deadline(), () -> Optional.of(file).filter(order -> holds(order, text)));
        assertThat(given).as(file + " holds " + text).isPresent();
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).equals(text);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /// A volume that is reached over two hosts of the SCSI bus.
    private void paths() throws IOException {
        for (var path : List.of("sdq", "sdr")) {
            var device = root.resolve("sys/devices/host3/" + (path.equals("sdq") ? "3:0:0:1" : "3:0:1:1"));
            Files.createDirectories(device);
            for (var file : List.of("rescan", "delete", "scsi_level")) {
                Files.createFile(device.resolve(file));
            }
            write("block/" + path + "/dev", path.equals("sdq") ? "65:0\n" : "65:16\n");
            write("block/" + path + "/size", "2048\n");
            write("block/" + path + "/uevent", "");
            Files.createSymbolicLink(root.resolve("sys/block/" + path + "/device"), device);
            Files.writeString(device.resolve("wwid"), "naa." + ID.replace("-", ""));
            run("mknod", root.resolve("dev/" + path).toString(), "b", "65", path.equals("sdq") ? "0" : "16");
        }
    }

    private void map() throws IOException {
        for (var path : List.of("sdq", "sdr")) {
            Files.createDirectories(root.resolve("sys/block/" + path + "/holders/dm-3"));
            Files.createDirectories(root.resolve("sys/block/dm-3/slaves/" + path));
        }
        write("block/dm-3/dev", "253:3\n");
        write("block/dm-3/size", "2048\n");
        write("block/dm-3/dm/uuid", "mpath-3" + ID.replace("-", ""));
        write("block/dm-3/dm/name", "mpatha\n");
        run("mknod", root.resolve("dev/dm-3").toString(), "b", "253", "3");
    }

    @Test
    void diskIsAskedForItsSizeAgain() throws IOException {
        disk();
        var rescan = write("block/sdq/device/rescan", "");
        run("mknod", node(), "b", "65", "0");

        assertThatThrownBy(() -> devices.await(access(2), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(node());

        ordered(rescan, "1");
    }

    @Test
    void deviceOfEncryptedVolumeMayBeSmallerByItsHeader() throws IOException {
        disk();
        run("mknod", node(), "b", "65", "0");
        write("block/sdq/size", (1008L << 20) / 512 + "\n");

        assertThat(devices.await(access(1024), deadline()).size()).isEqualTo(mib(1008));

        write("block/sdq/size", (1007L << 20) / 512 + "\n");
        assertThatThrownBy(() -> devices.await(access(1024), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void udevIsToldOfTheOneDiskWhoseNodeIsMissing() throws IOException {
        disk();
        var event = write("block/sdq/uevent", "");
        var other = write("block/sdr/uevent", "");

        refused(ID);
        ordered(event, "add");
        assertThat(other).isEmptyFile();

        run("mknod", node(), "b", "65", "0");
        var device = devices.await(access(1), deadline());
        assertThat(device.node()).hasToString(node());
        assertThat(device.size()).isEqualTo(mib(1));
    }

    @Test
    void pathsAreNotTakenUntilTheyAreJoined() throws IOException {
        paths();

        refused("multipath");
        assertThatThrownBy(() -> devices.find(ID, deadline()))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("sdq, sdr");
        assertThat(devices.showing(ID)).isEmpty();

        map();
        assertThat(devices.await(access(1), deadline()).name()).isEqualTo("dm-3");
        assertThat(devices.showing(ID)).extracting(BlockDevice::name).containsExactly("dm-3");
    }

    @Test
    void scsiDiskIsNotTakenBeforeUdevHasSaidWhetherItIsPath() throws IOException {
        disk();
        write("block/sdq/device/scsi_level", "6\n");
        var event = write("block/sdq/uevent", "");
        run("mknod", node(), "b", "65", "0");
        Files.createDirectories(root.resolve("udev"));

        refused(ID);
        ordered(event, "change");

        Files.writeString(root.resolve("udev/b65:0"), "E:DM_MULTIPATH_DEVICE_PATH=0\nV:1\n");
        assertThat(devices.await(access(1), deadline()).name()).isEqualTo("sdq");
    }

    @Test
    void multipathDeviceIsToldThatItsPathsHaveGrown() throws IOException {
        paths();
        map();
        stubs.script("multipathd", "echo \"$@\" >> " + root + "/asked; echo 4096 > " + root + "/sys/block/dm-3/size");

        assertThatThrownBy(() -> devices.await(access(2), deadline(Duration.ofMillis(200))))
                .isInstanceOf(Failure.Unavailable.class);
        assertThat(root.resolve("asked")).doesNotExist();
        ordered(root.resolve("sys/block/sdr/device/rescan"), "1");

        write("block/sdq/size", "4096\n");
        assertThat(devices.measured(devices.byNumber(new DeviceNumber(253, 3)).orElseThrow(), deadline())
                        .size())
                .isEqualTo(mib(1));
        write("block/sdr/size", "4096\n");
        assertThat(devices.await(access(2), deadline()).size()).isEqualTo(mib(2));
        assertThat(root.resolve("asked")).hasContent("resize map mpatha\n");
    }

    @Test
    void missingMultipathdIsNamed() throws IOException {
        paths();
        map();
        write("block/sdq/size", "4096\n");
        write("block/sdr/size", "4096\n");

        assertThatThrownBy(() -> devices.await(access(2), deadline()))
                .isInstanceOf(Failure.Broken.class)
                .hasMessageContaining("multipath-tools");
    }

    @Test
    void deviceBehindNetworkIsTakenAwayWithAllItsPaths() throws IOException {
        paths();
        map();
        Files.createDirectories(root.resolve("sys/class/iscsi_host/host3"));
        stubs.script("multipathd", "echo \"$@\" >> " + root + "/asked");
        var map = devices.find(ID, deadline()).orElseThrow();

        assertThatThrownBy(() -> devices.remove(map, deadline())).isInstanceOf(Failure.Unavailable.class);
        assertThat(root.resolve("sys/block/sdq/device/delete")).isEmptyFile();

        stubs.script("multipathd", "rm -r " + root + "/sys/block/dm-3");
        devices.remove(map, deadline());

        assertThat(root.resolve("asked")).hasContent("del map mpatha\n");
        for (var path : List.of("sdq", "sdr")) {
            ordered(root.resolve("sys/block/" + path + "/device/delete"), "1");
        }
    }

    /// A removal that was cut off between the two.
    @Test
    void pathsThatLostTheirMultipathDeviceAreFoundForRemoval() throws IOException {
        paths();
        assertThat(devices.left(ID)).as("of a virtual machine").isEmpty();

        Files.createDirectories(root.resolve("sys/class/iscsi_host/host3"));
        var left = devices.left(ID);
        assertThat(left).extracting(BlockDevice::name).containsExactlyInAnyOrder("sdq", "sdr");

        left.forEach(path -> devices.remove(path, deadline()));
        for (var path : List.of("sdq", "sdr")) {
            ordered(root.resolve("sys/block/" + path + "/device/delete"), "1");
        }
    }

    @Test
    void deviceOfVirtualMachineIsLeftToItsHypervisor() throws IOException {
        paths();
        map();

        devices.remove(devices.find(ID, deadline()).orElseThrow(), deadline());

        assertThat(root.resolve("sys/block/sdq/device/delete")).isEmptyFile();
        assertThat(root.resolve("sys/block/dm-3")).exists();
    }

    @Test
    void whatIsKnownOfDiskBehindNetworkIsAskedAnewBeforeItIsTaken() throws IOException {
        paths();
        map();
        Files.createDirectories(root.resolve("sys/class/fc_host/host3"));

        devices.await(access(1), deadline());

        ordered(root.resolve("sys/block/sdq/device/rescan"), "1");
        ordered(root.resolve("sys/block/sdr/device/rescan"), "1");
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
