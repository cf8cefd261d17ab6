package org.moorage.manila;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.NodePartnerContract;

class ManilaPartnerContractTest extends NodePartnerContract {
    private TestCloud cloud;
    private int count;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.start(directory, Map.of("fwdendpoint", List.of("unix:///csi-nfs/csi.sock")));
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Override
    protected NodePartner partner() {
        return cloud.partner();
    }

    @Override
    protected NodeVolume volume() {
        var volume = cloud.made("pvc-" + count++);
        return cloud.atNode(volume.id(), volume.context(), Secrets.none());
    }

    @Override
    protected List<NodeVolume> strangers() {
        var made = cloud.made("pvc-" + count++);
        return List.of(
                cloud.atNode(new VolumeId("v"), Map.of(), cloud.secrets()),
                cloud.atNode(new VolumeId("v"), Map.of("shareName", "a", "shareID", "b"), cloud.secrets()),
                cloud.atNode(made.id(), Map.of("shareID", made.id().value(), "subDir", "data"), cloud.secrets()));
    }

    @Override
    protected NodeVolume gone() {
        return cloud.atNode(new VolumeId("v"), Map.of("shareID", "no-such-share"), cloud.secrets());
    }
}
