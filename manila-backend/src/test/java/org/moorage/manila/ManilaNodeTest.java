package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secret;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess.NetworkMount;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.ShareSettings;
import org.moorage.emulator.ShareSettings.Export;

class ManilaNodeTest {
    private static final Map<String, List<String>> CEPHFS = Map.of("share-protocol-selector", List.of("CEPHFS"));

    @TempDir
    Path directory;

    @AutoClose
    private TestCloud cloud;

    private NetworkMount mount(VolumeId id, Map<String, String> context, Secrets secrets) {
        return (NetworkMount) cloud.nodes().resolve(cloud.atNode(id, context, secrets), TestCloud.soon());
    }

    private String path(Volume volume) {
        return cloud.emulator.shareDirectory(volume.id().value()).toString();
    }

    private void startWithManyExports(Map<String, List<String>> options) {
        var exports = List.of(
                new Export("nfs.example.org", false, false),
                new Export("admin.example.org", true, true),
                new Export("[2001:db8::5]", false, false),
                new Export("10.0.0.5", false, false),
                new Export("10.1.0.5", true, false));
        cloud = TestCloud.start(ShareSettings.defaults().exports(exports), options);
    }

    /// The Go driver's nodes log in to Keystone and ask Manila for each mount.
    @Test
    void nodeNeedsNoCloudForAShareThatWeMade() {
        cloud = TestCloud.start();
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        var mount = mount(volume.id(), volume.context(), Secrets.none());

        assertThat(mount)
                .isEqualTo(new NetworkMount("nfs", List.of("127.0.0.1:" + path(volume)), List.of(), Optional.empty()));
        assertThat(cloud.emulator.requests().size()).isZero();
    }

    @Test
    void preferredLocationComesFirstAndTheOthersAreTriedInTurn() {
        startWithManyExports(Map.of());
        var volume = cloud.made("pvc-1");

        assertThat(mount(volume.id(), volume.context(), Secrets.none()).sources())
                .containsExactly(
                        "10.1.0.5:" + path(volume),
                        "nfs.example.org:" + path(volume),
                        "[2001:db8::5]:" + path(volume),
                        "10.0.0.5:" + path(volume));
    }

    @Test
    void classChoosesTheLocationByItsAddress() {
        startWithManyExports(Map.of());
        var parameters = new HashMap<>(TestCloud.CLASS);
        parameters.put("nfs-exportAddress", "10.0.0.0/24");
        parameters.put("subDir", "data");
        parameters.put("mountPermissions", "0770");
        var volume = cloud.volumes().create(cloud.volume("pvc-1", parameters), TestCloud.soon());

        var mount = mount(volume.id(), volume.context(), Secrets.none());

        assertThat(mount.sources()).containsExactly("10.0.0.5:" + path(volume));
        assertThat(mount.subdirectory()).contains("data");
        assertThat(mount.mode()).isEqualTo(OptionalInt.of(0770));
    }

    /// The Go driver fails at the first host that is a name or an address in brackets.
    @Test
    void runtimeConfigurationChoosesTheLocationAndIsReadAnew() throws IOException {
        var file = directory.resolve("runtime.json");
        startWithManyExports(Map.of("runtime-config-file", List.of(file.toString())));
        var volume = cloud.made("pvc-1");
        Files.writeString(file, "{\"nfs\": {\"matchExportLocationAddress\": \"10.0.0.0/24\"}}");
        assertThat(mount(volume.id(), volume.context(), Secrets.none()).sources())
                .containsExactly("10.0.0.5:" + path(volume));

        Files.writeString(file, "{\"nfs\": {\"matchExportLocationAddress\": \"2001:db8::/32\"}}");

        assertThat(mount(volume.id(), volume.context(), Secrets.none()).sources())
                .containsExactly("[2001:db8::5]:" + path(volume));
    }

    @Test
    void volumeOfTheGoDriverIsFoundWithTheStageSecrets() {
        cloud = TestCloud.start();
        var volume = cloud.made("pvc-1");
        var context = Map.of("shareID", volume.id().value(), "shareAccessIDs", "any", "cephfs-mounter", "fuse");

        assertThat(mount(volume.id(), context, cloud.secrets()).sources()).containsExactly("127.0.0.1:" + path(volume));
        assertThatThrownBy(() -> mount(volume.id(), context, Secrets.none()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("os-authURL");
    }

    @Test
    void volumeWrittenByHandIsFoundByTheSharesName() {
        cloud = TestCloud.start();
        var volume = cloud.made("pvc-1");
        var handle = new VolumeId("any-handle");

        assertThat(mount(handle, Map.of("shareName", "pvc-1"), cloud.secrets()).sources())
                .containsExactly("127.0.0.1:" + path(volume));
        assertThatThrownBy(() -> mount(handle, Map.of("shareName", "pvc-2"), cloud.secrets()))
                .isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> mount(handle, Map.of(), cloud.secrets()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("shareID");
        assertThatThrownBy(() -> mount(handle, Map.of("shareName", "pvc-1", "shareID", "x"), cloud.secrets()))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void mountsOfTheGoDriversVolumesShareOneSession() {
        cloud = TestCloud.start();
        var volume = cloud.made("pvc-1");
        cloud.emulator.requests().reset();

        for (var number = 0; number < 20; number++) {
            var _ = mount(volume.id(), Map.of("shareID", volume.id().value()), cloud.secrets());
        }

        assertThat(cloud.logins()).isZero();
    }

    @Test
    void cephKeyIsReadFromManilaAndStandsInNoContext() {
        cloud = TestCloud.start(CEPHFS);
        var volume = cloud.volumes()
                .create(
                        cloud.volume("pvc-1", Map.of("cephfs-kernelMountOptions", "norbytes,wsize=1")),
                        TestCloud.soon());
        var rule = cloud.ruleObjects(volume.id()).getFirst();
        var key = rule.key().orElseThrow();

        var mount = mount(volume.id(), volume.context(), cloud.secrets());

        assertThat(volume.context()).containsEntry("shareAccessIDs", rule.id());
        assertThat(volume.context().toString()).doesNotContain(key.reveal());
        assertThat(rule.to()).isEqualTo("pvc-1");
        assertThat(mount.fsType()).isEqualTo("fuse.ceph");
        assertThat(mount.sources()).singleElement().asString().startsWith("127.0.0.1:6789:/volumes/");
        assertThat(mount.login().orElseThrow()).isEqualTo(new NetworkMount.Login("pvc-1", key));
    }

    @Test
    void kernelMountsWithItsOptionsAndTheFileSystemsName() {
        cloud = TestCloud.start(CEPHFS);
        var context = Map.of(
                "shareID", "share-1",
                "manila.csi.openstack.org/exportLocations", "10.0.0.1:6789,10.0.0.2:6789:/volumes/a",
                "manila.csi.openstack.org/fsName", "second",
                "cephfs-mounter", "kernel",
                "cephfs-kernelMountOptions", "norbytes,wsize=1");

        var mount = mount(new VolumeId("share-1"), context, Secrets.of(Map.of("userID", "alice", "userKey", "AQB")));

        assertThat(mount.fsType()).isEqualTo("ceph");
        assertThat(mount.sources()).containsExactly("10.0.0.1:6789,10.0.0.2:6789:/volumes/a");
        assertThat(mount.options()).containsExactly("norbytes", "wsize=1", "mds_namespace=second");
        assertThat(mount.login().orElseThrow()).isEqualTo(new NetworkMount.Login("alice", new Secret("AQB")));
        assertThat(cloud.emulator.requests().size()).isZero();
    }

    @Test
    void everyListedCephxIdIsGranted() {
        cloud = TestCloud.start(CEPHFS);

        var volume =
                cloud.volumes().create(cloud.volume("pvc-1", Map.of("cephfs-clientID", "alice,bob")), TestCloud.soon());

        assertThat(cloud.rules(volume.id())).containsExactly("alice rw", "bob rw");
        assertThat(cloud.ruleObjects(volume.id())).allMatch(rule -> rule.key().isPresent());
    }

    /// The Go driver's process ends when a PersistentVolume names a rule that is not there.
    @Test
    void ruleThatIsNotThereIsSaidSo() {
        cloud = TestCloud.start(CEPHFS);
        var volume = cloud.volumes().create(cloud.volume("pvc-1", Map.of()), TestCloud.soon());
        var rule = cloud.ruleObjects(volume.id()).getFirst().id();

        assertThatThrownBy(() -> mount(
                        volume.id(),
                        Map.of("shareID", volume.id().value(), "shareAccessID", "no-such-rule"),
                        cloud.secrets()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("no-such-rule");
        assertThat(mount(
                                volume.id(),
                                Map.of(
                                        "shareID",
                                        volume.id().value(),
                                        "shareAccessIDs",
                                        "no-such-rule," + rule,
                                        "shareAccessID",
                                        "old"),
                                cloud.secrets())
                        .login())
                .isPresent();
    }

    @Test
    void protocolsAreNotMixed() {
        cloud = TestCloud.start(CEPHFS);
        var foreign = cloud.emulator.makeShare("nfs-share", "NFS", Map.of());

        assertThatThrownBy(() ->
                        mount(new VolumeId("v"), Map.of("shareID", foreign, "shareAccessIDs", "r"), cloud.secrets()))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("speaks NFS");
    }

    @Test
    void partnerOfNfsIsToldInItsOwnWords() {
        cloud = TestCloud.start(Map.of("fwdendpoint", List.of("unix:///csi-nfs/csi.sock")));
        var volume = cloud.made("pvc-1");

        var told = cloud.partner()
                .translate(cloud.atNode(volume.id(), volume.context(), Secrets.none()), TestCloud.soon());

        assertThat(cloud.partner().endpoint()).isEqualTo("unix:///csi-nfs/csi.sock");
        assertThat(told.context()).containsOnly(Map.entry("server", "127.0.0.1"), Map.entry("share", path(volume)));
        assertThat(told.secrets().isEmpty()).isTrue();
    }

    @Test
    void partnerOfCephFsIsToldInItsOwnWords() {
        cloud = TestCloud.start(Map.of(
                "share-protocol-selector", List.of("CEPHFS"),
                "fwdendpoint", List.of("unix:///csi-cephfs/csi.sock")));
        var volume = cloud.volumes()
                .create(
                        cloud.volume("pvc-1", Map.of("cephfs-mounter", "kernel", "cephfs-kernelMountOptions", "a,b")),
                        TestCloud.soon());
        var rule = cloud.ruleObjects(volume.id()).getFirst();

        var told = cloud.partner()
                .translate(cloud.atNode(volume.id(), volume.context(), cloud.secrets()), TestCloud.soon());

        assertThat(told.context())
                .containsEntry("monitors", "127.0.0.1:6789")
                .containsEntry("mounter", "kernel")
                .containsEntry("provisionVolume", "false")
                .containsEntry("kernelMountOptions", "a,b")
                .containsKey("rootPath");
        assertThat(told.secrets().find("userID")).contains(new Secret("pvc-1"));
        assertThat(told.secrets().find("userKey")).isEqualTo(rule.key());
    }
}
