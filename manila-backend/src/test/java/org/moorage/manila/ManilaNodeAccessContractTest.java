package org.moorage.manila;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.NodeAccessResolverContract;

/// Over NFS: the key with which CephFS is mounted is in the cloud alone.
class ManilaNodeAccessContractTest extends NodeAccessResolverContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected NodeAccessResolver resolver() {
        return cloud.nodes();
    }

    @Override
    protected NodeVolume volume() {
        var volume = cloud.made("pvc-" + count++);
        return cloud.atNode(volume.id(), volume.context(), Secrets.none());
    }

    @Override
    protected List<NodeVolume> strangers() {
        return List.of(
                cloud.atNode(new VolumeId("v"), Map.of(), cloud.secrets()),
                cloud.atNode(new VolumeId("v"), Map.of("shareName", "a", "shareID", "b"), cloud.secrets()),
                cloud.atNode(new VolumeId("v"), Map.of("shareID", "b"), Secrets.none()));
    }

    @Override
    protected void loseCloud() {
        try {
            cloud.emulator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
