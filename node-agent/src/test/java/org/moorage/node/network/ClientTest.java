package org.moorage.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Secret;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;
import org.moorage.node.device.DeviceNumber;
import org.moorage.node.host.Outcome;
import org.moorage.node.mount.MountEntry;

/// What the clients' mounts look like, and what their programs' words mean. The words are those of
/// the programs of Debian 12 against real servers.
class ClientTest {
    private static MountEntry entry(String type, String source, String... options) {
        return new MountEntry(
                DeviceNumber.parse("0:50"), "/", Path.of("/staging"), List.of("rw"), type, source, List.of(options));
    }

    @ParameterizedTest
    @CsvSource({
        "nfs,  nfs4, 10.0.0.1:/a/b,  10.0.0.1:/a/b,  true",
        "nfs,  nfs,  10.0.0.1:/a/b,  10.0.0.1:/a/b/, true",
        "nfs4, nfs4, [fd00::1]:/a,   [fd00::1]:/a,   true",
        "nfs,  nfs4, 10.0.0.1:/,     10.0.0.1:/,     true",
        "nfs,  nfs4, 10.0.0.1:/a/b,  10.0.0.2:/a/b,  false",
        "nfs,  nfs4, 10.0.0.1:/a/b,  10.0.0.1:/a,    false",
        "nfs,  cifs, 10.0.0.1:/a/b,  10.0.0.1:/a/b,  false"
    })
    void nfsMountIsKnownByItsSourceWhateverItsVersion(
            String asked, String type, String shown, String source, boolean same) {
        assertThat(Client.of(asked).shows(entry(type, shown), source)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1:6789,10.0.0.2:6789:/v/a | 10.0.0.2:6789,10.0.0.3:6789:/v/a | true",
                "10.0.0.1:/v/a/ | 10.0.0.1:6789:/v/a | true",
                "[fd00::1]:6789:/v/a | [fd00::1]:6789:/v/a | true",
                "[fd00::1]:6789,[fd00::2]:6789:/v/a | [fd00::2]:6789,[fd00::3]:6789:/v/a | true",
                "[fd00::1],[fd00::2]:/v/a | [fd00::2]:6789:/v/a | true",
                "[fd00::1]:6789,[fd00::2]:6789:/v/a | [fd00::3]:6789:/v/a | false",
                "10.0.0.1:6789:/v/a | mon.example.org:6789:/v/a | true",
                "10.0.0.1:6789:/v/a | 10.0.0.9:6789:/v/a | false",
                "10.0.0.1:6789:/v/b | 10.0.0.1:6789:/v/a | false",
                "something | 10.0.0.1:6789:/v/a | false"
            })
    void cephMountIsKnownByItsPathAndOneMonitor(String shown, String source, boolean same) {
        assertThat(new CephClient().shows(entry("ceph", shown), source)).isEqualTo(same);
        assertThat(new CephFuseClient().shows(entry("fuse.ceph-fuse", shown), source))
                .isEqualTo(same);
    }

    @Test
    void cephMountInTheNewerSpellingIsKnown() {
        var entry = entry(
                "ceph", "csi-cephfs-node@5c8f.cephfs=/v/a", "rw", "name=csi", "mon_addr=10.0.0.1:6789/10.0.0.2:6789");

        assertThat(new CephClient().shows(entry, "10.0.0.2:6789:/v/a")).isTrue();
        assertThat(new CephClient().shows(entry, "10.0.0.3:6789:/v/a")).isFalse();
        var ipv6 = entry("ceph", "csi@5c8f.cephfs=/v/a", "mon_addr=[fd00::1]:6789/[fd00::2]:6789");
        assertThat(new CephClient().shows(ipv6, "[fd00::2]:6789,[fd00::9]:6789:/v/a"))
                .isTrue();
        assertThat(new CephClient().shows(ipv6, "[fd00::3]:6789:/v/a")).isFalse();
    }

    @Test
    void fuseMountThatAnotherDriverLeftWithoutANameIsTakenForTheVolume() {
        assertThat(new CephFuseClient().shows(entry("fuse.ceph-fuse", "ceph-fuse"), "10.0.0.1:/v/a"))
                .isTrue();
    }

    private static Refusal.Kind kind(String fsType, String said) {
        var login = Optional.of(new Login("writer", new Secret("AQB")));
        var attempt = new Client.Attempt("10.0.0.1:/a", "/staging", new NetworkOptions(List.of()), login);
        return Client.of(fsType).refusal(attempt, new Outcome(32, "", said)).kind();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs | mount.nfs: access denied by server while mounting 10.0.0.1:/a | DENIED",
                "nfs | mount.nfs: mounting 10.0.0.1:/a failed, reason given by server: No such file or directory | DENIED",
                "nfs | mount.nfs: Connection refused | AWAY",
                "nfs | mount.nfs: Connection timed out | AWAY",
                "nfs | mount.nfs: No route to host | AWAY",
                "nfs | mount.nfs: Protocol not supported | UNFIT",
                "nfs | mount.nfs: an incorrect mount option was specified | UNFIT",
                "nfs | mount.nfs: rpc.statd is not running but is required for remote locking. | UNFIT",
                "nfs | something that nobody has seen | AWAY",
                "ceph | mount error 13 = Permission denied | DENIED",
                "ceph | mount error: no mds (Metadata Server) is up. The cluster might be laggy | AWAY",
                "ceph | mount error 2 = No such file or directory | MISSING",
                "ceph | mount error 110 = Connection timed out | AWAY",
                "ceph | mount error 22 = Invalid argument | UNFIT",
                "fuse.ceph | ceph mount failed with (13) Permission denied | DENIED",
                "fuse.ceph | ceph mount failed with (1) Operation not permitted | DENIED",
                "fuse.ceph | ceph mount failed with (2) No such file or directory | MISSING",
                "fuse.ceph | ceph mount failed with (110) Connection timed out | AWAY"
            })
    void refusalIsUnderstood(String fsType, String said, Refusal.Kind kind) {
        assertThat(kind(fsType, said)).isEqualTo(kind);
    }

    @Test
    void kernelsLogTellsOfARefusedKeySinceTheMountBegan() {
        var lines = List.of(
                "<3>[   10.000001] libceph: auth method 'x' error -13",
                "<6>[   20.000001] libceph: mon0 (1)10.0.0.1:6789 session established",
                "<3>[  252.153538] libceph: auth protocol 'cephx' mauth authentication failed: -13",
                "<6>[  253.000000] audit: something else error -13");

        assertThat(KernelLog.refusal(lines, lines.get(1)))
                .contains("libceph: auth protocol 'cephx' mauth authentication failed: -13");
        assertThat(KernelLog.refusal(lines.subList(0, 2), lines.get(1))).isEmpty();
        assertThat(KernelLog.refusal(lines, lines.get(2))).isEmpty();
    }
}
