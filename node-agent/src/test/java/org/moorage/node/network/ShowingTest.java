package org.moorage.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.mount.MountEntry;

/// Which mount is a publication of a staged share: what the kernel's table shows of a part of it.
class ShowingTest {
    private static MountEntry entry(String type, String device, String root, String source) {
        return new MountEntry(
                DeviceNumber.parse(device), root, Path.of("/x"), List.of("rw"), type, source, List.of("rw"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs4 | s:/e | ''  | 0:50 | /    | s:/e     | true",
                "nfs4 | s:/e | a/b | 0:50 | /    | s:/e/a/b | true",
                "nfs  | s:/  | a   | 0:50 | /    | s:/a     | true",
                "nfs4 | s:/e | a/b | 0:50 | /    | s:/e     | false",
                "nfs4 | s:/e | ''  | 0:50 | /    | s:/other | false",
                "nfs4 | s:/e | ''  | 0:51 | /    | s:/e     | false",
                "ceph | m:/v | ''  | 0:50 | /    | m:/v     | true",
                "ceph | m:/v | a/b | 0:50 | /a/b | m:/v     | true",
                "ceph | m:/v | a/b | 0:50 | /a   | m:/v     | false",
                "ceph | m:/v | ''  | 0:50 | /    | m:/w     | false"
            })
    void publicationIsKnownByFileSystemSourceAndPart(
            String type, String staged, String below, String device, String root, String source, boolean same) {
        var wanted = new Showing.Wanted(entry(type, "0:50", "/", staged), Path.of(below), Path.of("/t"), false);

        assertThat(wanted.isShownBy(entry(type, device, root, source))).isEqualTo(same);
    }
}
