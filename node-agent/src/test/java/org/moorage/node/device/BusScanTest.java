package org.moorage.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On hosts of the SCSI bus as Linux shows them: links into the tree of devices.
class BusScanTest {
    @TempDir
    Path sys;

    private final List<String> asked = new ArrayList<>();

    private void host(String name, String place) throws IOException {
        var device =
                Files.createDirectories(sys.resolve("devices").resolve(place).resolve("scsi_host/" + name));
        var hosts = Files.createDirectories(sys.resolve("class/scsi_host"));
        Files.createSymbolicLink(hosts.resolve(name), device);
    }

    private void look(int times) {
        var scan = new BusScan(new Sysfs(sys), host -> asked.add(host.name()));
        for (var time = 0; time < times; time++) {
            scan.lookedInVain("any");
        }
    }

    @Test
    void hostsWhoseDisksAnnounceThemselvesAreAskedLateAndSeldom() throws IOException {
        host("host0", "pci0000:00/0000:00:03.0/virtio1/host0");

        look(6);
        assertThat(asked).isEmpty();

        look(48);
        assertThat(asked).hasSize(3);
    }

    @Test
    void hostsOfNetworksAreAskedAtOnce() throws IOException {
        host("host4", "platform/host4/session1");
        Files.createDirectories(sys.resolve("class/iscsi_host/host4"));
        host("host5", "pci0000:00/0000:00:05.0/host5");
        Files.createDirectories(sys.resolve("class/fc_host/host5"));

        look(1);

        assertThat(asked).containsExactly("host4", "host5");
    }

    @Test
    void hostsOfSataAndUsbAreNeverAsked() throws IOException {
        host("host2", "pci0000:00/0000:00:1f.2/ata3/host2");
        host("host6", "pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6");

        look(100);

        assertThat(asked).isEmpty();
    }

    @Test
    void thereMayBeNoHostAtAll() {
        look(100);

        assertThat(asked).isEmpty();
    }
}
