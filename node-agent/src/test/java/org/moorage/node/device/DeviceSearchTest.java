package org.moorage.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.Bytes;

/// The kernel's account of disks on each kind of bus, as files in a directory.
class DeviceSearchTest {
    private static final String ID = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
    private static final String OTHER = "ffffffff-4e5f-6071-8293-a4b5c6d7e8f9";

    @TempDir
    Path root;

    private void write(String file, String text) throws IOException {
        var path = root.resolve("sys").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void disk(String name, String file, String text) throws IOException {
        write("block/" + name + "/dev", "250:0\n");
        write("block/" + name + "/size", "2048\n");
        write("block/" + name + "/" + file, text);
    }

    private DeviceSearch.Sighting look(String serial) {
        return new DeviceSearch(
                        new Sysfs(root.resolve("sys")), new UdevDatabase(root.resolve("udev")), root.resolve("by-id"))
                .look(serial);
    }

    @Test
    void findsVirtioDiskByTheTwentyCharactersThatItShows() throws IOException {
        disk("vda", "serial", "");
        disk("vdb", "serial", OTHER.substring(0, 20));
        disk("vdc", "serial", ID.substring(0, 20));

        assertThat(look(ID).disks()).containsExactly("vdc");
    }

    @Test
    void takesNoShorterSerialForTheBeginningOfLongerOne() throws IOException {
        disk("vdb", "serial", ID.substring(0, 19));
        disk("vdc", "serial", ID.substring(0, 8));

        assertThat(look(ID).disks()).isEmpty();
        assertThat(look(ID.substring(0, 8)).disks()).containsExactly("vdc");
        assertThat(look("0").disks()).isEmpty();
    }

    @Test
    void findsScsiDiskByItsUnitSerial() throws IOException {
        for (var length : new int[] {20, 36}) {
            var page = new ByteArrayOutputStream();
            page.writeBytes(new byte[] {0, (byte) 0x80, 0, (byte) length});
            page.writeBytes(ID.substring(0, length).getBytes(StandardCharsets.US_ASCII));
            disk("sda", "device/model", "QEMU HARDDISK");
            disk("sdb", "device/model", "QEMU HARDDISK");
            Files.write(root.resolve("sys/block/sdb/device/vpd_pg80"), page.toByteArray());

            assertThat(look(ID).disks()).as("serial of %d characters", length).containsExactly("sdb");
        }
    }

    @Test
    void findsScsiDiskByItsWorldWideName() throws IOException {
        disk("sdb", "device/wwid", "naa." + ID.replace("-", "") + "\n");
        disk("sdc", "device/wwid", "t10.QEMU    QEMU HARDDISK   " + OTHER.substring(0, 20) + "\n");

        assertThat(look(ID).disks()).containsExactly("sdb");
        assertThat(look(OTHER).disks()).containsExactly("sdc");
    }

    @Test
    void findsNvmeDisk() throws IOException {
        disk("nvme0n1", "device/serial", OTHER.substring(0, 20) + "\n");
        disk("nvme1n1", "device/serial", ID.substring(0, 20) + "  \n");
        disk("nvme2n1", "wwid", "uuid.11111111-2222-3333-4444-555555555555\n");

        assertThat(look(ID).disks()).containsExactly("nvme1n1");
        assertThat(look("11111111-2222-3333-4444-555555555555").disks()).containsExactly("nvme2n1");
    }

    @Test
    void findsLoopDeviceByTheFileBehindIt() throws IOException {
        disk("loop0", "loop/backing_file", "/cloud/volumes/volume-" + OTHER + ".raw\n");
        disk("loop1", "loop/backing_file", "/cloud/volumes/volume-" + ID + ".raw\n");
        disk("loop2", "loop/backing_file", "/" + ID + "/something-else.raw\n");

        assertThat(look(ID).disks()).containsExactly("loop1");
        assertThat(look(ID.substring(0, 8)).disks()).isEmpty();
        assertThat(look("raw").disks()).isEmpty();
    }

    @Test
    void findsLoopDeviceWhoseFileWasRemoved() throws IOException {
        disk("loop1", "loop/backing_file", "/cloud/volume-" + ID + " (deleted)\n");

        assertThat(look(ID).disks()).containsExactly("loop1");
    }

    @Test
    void takesTheMultipathDeviceInPlaceOfItsPaths() throws IOException {
        for (var path : new String[] {"sdb", "sdc"}) {
            disk(path, "device/wwid", "naa." + ID.replace("-", ""));
            Files.createDirectories(root.resolve("sys/block/" + path + "/holders/dm-3"));
        }
        disk("dm-3", "dm/uuid", "mpath-3" + ID.replace("-", ""));
        write("block/dm-3/dm/name", "mpatha\n");

        assertThat(look(ID).disks()).containsExactly("dm-3");
    }

    @Test
    void doesNotTakeWhatMerelyHoldsTheDisk() throws IOException {
        disk("sdb", "device/wwid", "naa." + ID.replace("-", ""));
        Files.createDirectories(root.resolve("sys/block/sdb/holders/dm-3"));
        disk("dm-3", "dm/uuid", "LVM-abc");
        write("block/dm-3/dm/name", "vg-lv");

        assertThat(look(ID).disks()).containsExactly("sdb");
    }

    @Test
    void tellsOfLinkThatLeadsNowhere() throws IOException {
        Files.createDirectories(root.resolve("by-id"));
        for (var name : new String[] {
            "virtio-" + ID.substring(0, 20),
            "virtio-" + ID,
            "scsi-0QEMU_QEMU_HARDDISK_" + ID.substring(0, 20),
            "wwn-0x" + ID.replace("-", ""),
            "nvme-QEMU_NVMe_Ctrl_" + ID.substring(0, 20) + "_1",
            "virtio-of-another"
        }) {
            Files.createSymbolicLink(root.resolve("by-id").resolve(name), Path.of("../../vdz"));
        }

        assertThat(look(ID).strange()).hasSize(5).allMatch(line -> line.endsWith("leads to no disk"));
    }

    @Test
    void readsSizeAndNumbers() throws IOException {
        disk("vdb", "ro", "1\n");
        var sysfs = new Sysfs(root.resolve("sys"));

        assertThat(sysfs.size("vdb")).contains(new Bytes(1 << 20));
        assertThat(sysfs.number("vdb")).contains(new DeviceNumber(250, 0));
        assertThat(sysfs.readOnly("vdb")).isTrue();
        assertThat(sysfs.diskOf(new DeviceNumber(250, 0))).contains("vdb");
        assertThat(sysfs.size("vdz")).isEmpty();
    }

    /// What udev writes of a disk of QEMU's virtio-scsi, shortened; a path to a multipath device differs in its last
    /// lines.
    private void udev(String number, String... lines) throws IOException {
        var data = Files.createDirectories(root.resolve("udev"));
        Files.write(data.resolve("b" + number), List.of(lines));
    }

    @Test
    void takesNoPathWhileItsMultipathDeviceIsStillToCome() throws IOException {
        for (var path : new String[] {"sdb", "sdc"}) {
            disk(path, "device/wwid", "naa." + ID.replace("-", ""));
        }

        assertThat(look(ID).disks()).isEmpty();
        assertThat(look(ID).paths()).containsExactly("sdb", "sdc");
    }

    @Test
    void takesNoLonePathThatMultipathdWillJoin() throws IOException {
        disk("sdb", "device/wwid", "naa." + ID.replace("-", ""));
        for (var mark : new String[] {
            "E:DM_MULTIPATH_DEVICE_PATH=1", "E:DM_MULTIPATH_DEVICE_PATH=2", "E:ID_FS_TYPE=mpath_member"
        }) {
            udev("250:0", "S:disk/by-id/wwn-0x544dae2480f57d2a", "E:SCSI_TPGS=0", mark, "V:1");

            assertThat(look(ID).disks()).as(mark).isEmpty();
            assertThat(look(ID).paths()).as(mark).containsExactly("sdb");
        }
        udev("250:0", "E:DM_MULTIPATH_DEVICE_PATH=0", "V:1");

        assertThat(look(ID).disks()).containsExactly("sdb");
    }

    @Test
    void takesTheMultipathDeviceWhenOneOfItsPathsIsNotJoined() throws IOException {
        for (var path : new String[] {"sdb", "sdc"}) {
            disk(path, "device/wwid", "naa." + ID.replace("-", ""));
        }
        Files.createDirectories(root.resolve("sys/block/sdc/holders/dm-3"));
        disk("dm-3", "dm/uuid", "mpath-3" + ID.replace("-", ""));
        write("block/dm-3/dm/name", "mpatha\n");

        assertThat(look(ID).disks()).containsExactly("dm-3");
        assertThat(look(ID).paths()).isEmpty();
    }

    @Test
    void asksUdevForSerialsThatTheKernelDoesNotShow() throws IOException {
        disk("xvdb", "diskseq", "17\n");
        udev("250:0", "S:disk/by-diskseq/17", "E:ID_SERIAL=VENDOR_" + ID, "E:ID_SERIAL_SHORT=" + ID, "V:1");

        assertThat(look(ID).disks()).containsExactly("xvdb");
    }

    @Test
    void asksUdevForWorldWideNamesThatTheKernelDoesNotShow() throws IOException {
        disk("sdb", "device/model", "any");
        udev("250:0", "E:ID_WWN=0x0a1b2c3d4e5f6071", "E:ID_WWN_WITH_EXTENSION=0x" + ID.replace("-", ""), "V:1");

        assertThat(look(ID).disks()).containsExactly("sdb");
    }

    @Test
    void believesTheKernelBeforeUdevAndNoOldEntry() throws IOException {
        udev("250:0", "S:disk/by-diskseq/16", "E:ID_SERIAL_SHORT=" + ID, "V:1");
        disk("vdb", "serial", OTHER.substring(0, 20));
        assertThat(look(ID).disks()).isEmpty();

        disk("vdb", "serial", "");
        write("block/vdb/diskseq", "17\n");
        assertThat(look(ID).disks()).isEmpty();
    }

    @Test
    void takesNoPathThatTheKernelItselfHasJoined() throws IOException {
        disk("nvme0c0n1", "device/serial", ID.substring(0, 20) + "\n");
        write("block/nvme0c0n1/hidden", "1\n");
        disk("nvme0n1", "device/serial", ID.substring(0, 20) + "\n");

        assertThat(look(ID).disks()).containsExactly("nvme0n1");
    }

    @Test
    void asksAllControllersOfDiskForItsSize() throws IOException {
        disk("nvme0n1", "device/nvme0/rescan_controller", "");
        write("block/nvme0n1/device/nvme1/rescan_controller", "");
        disk("nvme2n1", "device/rescan_controller", "");
        var sysfs = new Sysfs(root.resolve("sys"));

        assertThat(sysfs.rescanFiles("nvme0n1")).hasSize(2);
        assertThat(sysfs.rescanFiles("nvme2n1"))
                .containsExactly(root.resolve("sys/block/nvme2n1/device/rescan_controller"));
    }
}
