package org.moorage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.node.VolumeLimit;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Host;
import org.moorage.node.mount.MountEntry;
import org.moorage.node.mount.MountTable;

/// How many volumes a host has room for, on the kernel's tables of several kinds of instances.
class RoomTest {
    private static final VolumeLimit.Measured LIMIT = new VolumeLimit.Measured(256, 26);
    private static final String STAGED =
            "/var/lib/kubelet/plugins/kubernetes.io/csi/cinder.csi.openstack.org/4f/globalmount";

    @TempDir
    private Path root;

    private final List<MountEntry> mounts = new ArrayList<>();
    private int minor = 0;

    @BeforeEach
    void emptyHost() throws IOException {
        Files.createDirectories(root.resolve("sys/block"));
        Files.createDirectories(root.resolve("sys/class/block"));
    }

    private long room() {
        var host = new Host(
                root.resolve("dev"), root, root.resolve("sys"), root.resolve("proc"), root.resolve("udev"), List.of());
        return new Room(host).volumes(LIMIT, new MountTable(mounts));
    }

    private void write(String path, String text) {
        try {
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A disk of virtio-blk, with a partition; its numbers are 252:minor and 252:minor+1.
    private void disk(String name, String serial) {
        write("sys/block/" + name + "/size", "2048\n");
        write("sys/class/block/" + name + "/dev", "252:" + minor + "\n");
        write("sys/class/block/" + name + "/serial", serial);
        write("sys/class/block/" + name + "/" + name + "1/partition", "1\n");
        write("sys/class/block/" + name + "1/dev", "252:" + (minor + 1) + "\n");
        minor += 16;
    }

    private void volume(String name) {
        disk(name, UUID.randomUUID().toString().substring(0, 20));
    }

    private void scsiDisk(String name, String adapter, String serial) {
        write("sys/block/" + name + "/size", "2048\n");
        write("sys/class/block/" + name + "/dev", "8:" + minor + "\n");
        write("sys/class/block/" + name + "/device/vpd_pg80", "\0\0\0\44" + serial);
        write("sys/class/scsi_host/host0/proc_name", adapter + "\n");
        minor += 16;
    }

    private void mount(String number, String source, String point) {
        mounts.add(new MountEntry(
                DeviceNumber.parse(number), "/", Path.of(point), List.of("rw"), "ext4", source, List.of("rw")));
    }

    /// An i440fx: 32 slots, of which the bridge, the graphics, the network, the root disk and so on take some.
    private void slots(int all, int taken) {
        for (var slot = 0; slot < all; slot++) {
            var address = "0000:00:%02x".formatted(slot);
            write("sys/bus/pci/slots/" + slot + "/address", address + "\n");
            if (slot < taken) {
                write("sys/bus/pci/devices/" + address + ".0/class", "0x010000\n");
            }
        }
    }

    @Test
    void isTheFreeSlotsOfThePciBusWhereDisksTakeSlots() {
        disk("vda", "");
        mount("252:1", "/dev/vda1", "/etc/hosts");
        slots(30, 7);

        assertThat(room()).isEqualTo(23);
    }

    /// What matters most: a volume that comes takes a slot and is one volume more.
    @Test
    void staysTheSameWhileVolumesComeAndGo() {
        disk("vda", "");
        mount("252:1", "/dev/vda1", "/var/lib/kubelet");
        slots(30, 7);
        var before = room();

        volume("vdb");
        slots(30, 8);
        assertThat(room()).as("attached, not staged yet").isEqualTo(before);

        mount("252:16", "/dev/vdb", STAGED);
        write("sys/fs/ext4/vdb/errors_count", "0\n");
        assertThat(room()).as("staged").isEqualTo(before);

        mount("252:16", "/dev/vdb", "/var/lib/kubelet/pods/1/volumes/kubernetes.io~csi/pvc-1/mount");
        assertThat(room()).as("published").isEqualTo(before);

        mounts.removeIf(entry -> entry.source().equals("/dev/vdb"));
        assertThat(Files.exists(root.resolve("sys/fs/ext4/vdb"))).isTrue();
        root.resolve("sys/fs/ext4/vdb/errors_count").toFile().delete();
        root.resolve("sys/fs/ext4/vdb").toFile().delete();
        assertThat(room()).as("unstaged, not detached yet").isEqualTo(before);
    }

    /// The Go driver counts nothing but volumes.
    @Test
    void shrinksByEachDiskThatIsNoVolumeOfTheClusters() {
        disk("vda", "");
        mount("252:1", "/dev/vda1", "/etc/hosts");
        assertThat(room()).as("the root disk, no slots to be seen").isEqualTo(25);

        disk("vdb", "");
        assertThat(room()).as("an ephemeral disk, used by nobody").isEqualTo(24);

        volume("vdc");
        assertThat(room()).as("a volume that nobody has mounted").isEqualTo(24);

        mount("252:32", "/dev/vdc", "/data");
        assertThat(room())
                .as("the same, attached by hand and mounted by the host")
                .isEqualTo(23);
    }

    /// A container does not see what the host has mounted, but the kernel's lists of file systems are one for all.
    @Test
    void volumeThatTheHostMountedOutOfSightIsNone() {
        volume("vdb");
        assertThat(room()).isEqualTo(26);

        write("sys/fs/xfs/vdb/stats/stats", "");
        assertThat(room()).isEqualTo(25);
    }

    @Test
    void bootVolumeIsNoneThoughItHasAVolumesSerial() {
        volume("vda");
        mount("252:1", "/dev/vda1", "/etc/hosts");
        write("proc/swaps", "Filename Type Size Used Priority\n/dev/vda2 partition 1 0 -2\n");

        assertThat(room()).isEqualTo(25);
    }

    @Test
    void diskUnderAVolumeGroupOfTheHostIsNone() {
        volume("vdb");
        write("sys/class/block/vdb/holders/dm-0/x", "");
        write("sys/class/block/dm-0/dev", "253:0\n");
        assertThat(room()).as("a group that a pod made on a raw volume").isEqualTo(26);

        mount("253:0", "/dev/mapper/data", "/data");
        assertThat(room()).as("a group whose file system the host mounted").isEqualTo(25);
    }

    @Test
    void isThatOfTheAdapterWhereDisksAreOnVirtioScsi() {
        scsiDisk("sda", "virtio_scsi", "");
        scsiDisk("sdb", "virtio_scsi", UUID.randomUUID().toString());
        link("sda");
        link("sdb");

        assertThat(room()).isEqualTo(255);
    }

    @Test
    void isThatOfNamesOnOtherBuses() {
        scsiDisk("sda", "ahci", "");
        link("sda");
        mount("8:0", "/dev/sda", "/etc/hosts");

        assertThat(room()).isEqualTo(26);
    }

    @Test
    void disksOfBareMetalTakeNothingFromTheNamesOfNova() {
        for (var name : List.of("sda", "sdb", "sdc")) {
            scsiDisk(name, "ahci", "");
            link(name);
            mount("8:" + (minor - 16), "/dev/" + name, "/data/" + name);
        }

        assertThat(room()).isEqualTo(26);
    }

    @Test
    void disksOfXenTakeTheirNames() {
        disk("xvda", "");
        mount("252:1", "/dev/xvda1", "/etc/hosts");

        assertThat(room()).isEqualTo(25);
    }

    /// A part of the root disk shown to a pod: as a sub-path, or by a driver of local directories.
    @Test
    void rootDiskIsNoVolumeThoughPodsSeePartsOfIt() {
        disk("vda", "");
        mount("252:1", "/dev/vda1", "/var/lib/kubelet");
        for (var point : List.of(
                "/var/lib/kubelet/pods/1/volume-subpaths/config/app/0",
                "/var/lib/kubelet/pods/1/volumes/kubernetes.io~csi/pvc-1/mount")) {
            mounts.add(new MountEntry(
                    DeviceNumber.parse("252:1"),
                    "/srv/part",
                    Path.of(point),
                    List.of("rw"),
                    "ext4",
                    "/dev/vda1",
                    List.of("rw")));
        }

        assertThat(room()).isEqualTo(25);
    }

    /// 0 would mean that there is no limit.
    @Test
    void isNeverLessThanOneNorThanWhatIsThere() {
        disk("vda", "");
        slots(8, 8);
        assertThat(room()).isEqualTo(1);

        volume("vdb");
        volume("vdc");
        assertThat(room()).isEqualTo(2);
    }

    /// The real one is of no use here but to see that it is read.
    @Test
    void readsThisHost() {
        assertThat(new Room(Host.standard()).volumes(LIMIT, MountTable.read(Host.standard())))
                .isBetween(1L, 256L);
    }

    private void link(String name) {
        try {
            var device = root.resolve("sys/devices/pci0/host0/target0/" + name);
            Files.createDirectories(device.getParent());
            Files.move(root.resolve("sys/class/block/" + name + "/device"), device);
            Files.createSymbolicLink(root.resolve("sys/class/block/" + name + "/device"), device);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
