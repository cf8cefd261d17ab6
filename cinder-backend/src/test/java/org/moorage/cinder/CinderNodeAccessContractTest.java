package org.moorage.cinder;

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

class CinderNodeAccessContractTest extends NodeAccessResolverContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected NodeAccessResolver resolver() {
        return cloud.role(NodeAccessResolver.class);
    }

    @Override
    protected NodeVolume volume() {
        var volume = cloud.volumes().create(TestCloud.volume("pvc-" + count++, 1), TestCloud.soon());
        var attachment = TestCloud.attachment(volume.id(), cloud.node(0));
        var published = cloud.attacher().attach(attachment, TestCloud.soon());
        return new NodeVolume(volume.id(), TestCloud.MOUNT, volume.context(), published, Secrets.none());
    }

    @Override
    protected List<NodeVolume> strangers() {
        return List.of(
                stranger(Map.of("csi.storage.k8s.io/ephemeral", "true"), Map.of()),
                stranger(Map.of(), Map.of("SizeGiB", "three")));
    }

    private static NodeVolume stranger(Map<String, String> context, Map<String, String> published) {
        return new NodeVolume(new VolumeId("csi-1"), TestCloud.MOUNT, context, published, Secrets.none());
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
