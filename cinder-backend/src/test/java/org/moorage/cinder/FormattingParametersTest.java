package org.moorage.cinder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;

/// The parameters of a StorageClass that say how a file system is to be made, from the request to the node.
class FormattingParametersTest {
    private static final VolumeCapability BLOCK =
            new VolumeCapability(new VolumeAccess.Block(), AccessMode.SINGLE_NODE_WRITER);

    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private static VolumeCapability mounted(String fsType) {
        return new VolumeCapability(
                new VolumeAccess.Mount(Optional.of(fsType), List.of(), Optional.empty()),
                AccessMode.SINGLE_NODE_WRITER);
    }

    private Volume create(VolumeCapability capability, Map<String, String> parameters) {
        var spec = TestCloud.volume("pvc-1", 1, parameters, Optional.empty(), TopologyRequirement.none(), capability);
        return cloud.volumes().create(spec, TestCloud.soon());
    }

    private static NodeAccess.BlockDevice resolved(Volume volume, VolumeCapability capability) {
        var asked = new NodeVolume(volume.id(), capability, volume.context(), Map.of(), Secrets.none());
        return (NodeAccess.BlockDevice) new CinderNodeAccess().resolve(asked, TestCloud.soon());
    }

    @Test
    void reachTheNodeInTheVolumesContext() {
        var volume =
                create(mounted("ext4"), Map.of("inodeSize", "512", "bytesPerInode", " 8192 ", "ext4BigAlloc", "false"));

        assertThat(volume.context())
                .containsOnly(
                        Map.entry("inodeSize", "512"),
                        Map.entry("bytesPerInode", "8192"),
                        Map.entry("ext4BigAlloc", "false"));
        var formatting = resolved(volume, mounted("ext4")).formatting();
        assertThat(formatting.inodeSize()).hasValue(512);
        assertThat(formatting.bytesPerInode()).hasValue(8192);
        assertThat(formatting.bigClusters()).isFalse();
    }

    /// PersistentVolumes look as those of the Go driver unless the class asks for more.
    @Test
    void leaveTheContextEmptyWhenNoneIsGiven() {
        assertThat(create(mounted("ext4"), Map.of()).context()).isEmpty();
    }

    @Test
    void ofAClassThatServesRawDevicesTooAreLeftOut() {
        assertThat(create(BLOCK, Map.of("blockSize", "4096")).context()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ext4,blockSize,4k,blockSize is '4k': write a whole number",
        "ext4,blockSize,3000,the block size 3000 is no power of two",
        "ext4,ext4BigAlloc,yes,ext4BigAlloc is 'yes': write true or false",
        "ext4,numberOfInodes,99999999999,is not between",
        "ext4,inodeSize,99999999999,inodeSize is 99999999999",
        "xfs,bytesPerInode,16384,StorageClass: xfs takes",
        "btrfs,inodeSize,256,for btrfs",
        "xfs,xfsOldestKernel,newest,not written as a version"
    })
    void thatCannotBeHadAreRefusedBeforeAVolumeIsMade(String fsType, String key, String value, String reason) {
        cloud.emulator.requests().reset();

        assertThatThrownBy(() -> create(mounted(fsType), Map.of(key, value)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(reason);
        assertThat(cloud.requests()).isZero();
    }

    /// A context may have been written by hand.
    @Test
    void areReadAgainByTheNode() {
        var volume = new NodeVolume(
                create(BLOCK, Map.of()).id(),
                mounted("ext4"),
                Map.of("blockSize", "-O /dev/sda"),
                Map.of(),
                Secrets.none());

        assertThatThrownBy(() -> new CinderNodeAccess().resolve(volume, TestCloud.soon()))
                .isInstanceOf(Failure.Invalid.class);
    }
}
