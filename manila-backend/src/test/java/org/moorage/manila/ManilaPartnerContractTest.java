package org.moorage.manila;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.NodePartnerContract;

class ManilaPartnerContractTest extends NodePartnerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start(Map.of("fwdendpoint", List.of("unix:///csi-nfs/csi.sock")));

    private int count;

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
