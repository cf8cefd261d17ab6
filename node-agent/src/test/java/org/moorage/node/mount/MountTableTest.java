package org.moorage.node.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.moorage.api.volume.Bytes;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.device.DeviceNumber;

class MountTableTest {
    private static final String TEXT = """
            22 27 0:20 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
            30 27 253:0 / /staging/one rw,noatime shared:9 master:2 - ext4 /dev/vdb rw,errors=remount-ro
            31 27 253:0 / /with\\040blank\\011tab\\134slash ro,relatime - ext4 /dev/vdb rw
            32 27 253:0 / /staging/one ro,relatime - ext4 /dev/vdb ro,emergency_ro
            33 27 0:5 /vdb /block rw - devtmpfs devtmpfs rw,size=4k
            34 30 0:30 / /staging/one/below rw - tmpfs none rw
            35 27 0:31 / /stagingone rw - tmpfs none rw
            """;

    private final MountTable table = MountTable.parse(TEXT);

    private static BlockDevice device(int major, int minor) {
        return new BlockDevice(
                "vdb", Path.of("/nowhere/vdb"), new DeviceNumber(major, minor), new Bytes(1 << 20), false);
    }

    @Test
    void readsEachPartOfLine() {
        var entry = table.at(Path.of("/staging/one")).getFirst();

        assertThat(entry.device()).isEqualTo(new DeviceNumber(253, 0));
        assertThat(entry.root()).isEqualTo("/");
        assertThat(entry.type()).isEqualTo("ext4");
        assertThat(entry.source()).isEqualTo("/dev/vdb");
        assertThat(entry.options()).containsExactly("rw", "noatime");
        assertThat(entry.superOptions()).containsExactly("rw", "errors=remount-ro");
        assertThat(entry.describe()).isEqualTo("ext4 of /dev/vdb at /staging/one");
    }

    @Test
    void undoesTheKernelsEscapes() {
        assertThat(table.at(Path.of("/with blank\ttab\\slash"))).hasSize(1);
    }

    @Test
    void seesTheTopmostOfStackedMounts() {
        assertThat(table.at(Path.of("/staging/one"))).hasSize(2);
        assertThat(table.top(Path.of("/staging/one")).orElseThrow().readOnly()).isTrue();
        assertThat(table.top(Path.of("/staging/one")).orElseThrow().failed()).isTrue();
        assertThat(table.top(Path.of("/nothing"))).isEmpty();
    }

    @Test
    void tellsReadOnlyMountFromReadOnlyFileSystem() {
        var entry = table.at(Path.of("/with blank\ttab\\slash")).getFirst();

        assertThat(entry.readOnly()).isTrue();
        assertThat(entry.fileSystemReadOnly()).isFalse();
    }

    @Test
    void knowsMountsByNumbersNotByNames() {
        assertThat(table.of(device(253, 0))).hasSize(3);
        assertThat(table.of(device(253, 16))).isEmpty();
    }

    @Test
    void findsWhatLiesBelow() {
        assertThat(table.below(Path.of("/staging/one"))).hasSize(1);
        assertThat(table.below(Path.of("/"))).hasSize(7);
    }
}
