package org.example.loopfiles;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeVolume;
import org.moorage.testkit.NodeAccessResolverContract;
import org.moorage.testkit.Requests;

class LoopFilesNodeAccessTest extends NodeAccessResolverContract {
    @TempDir
    private Path directory;

    private int count;

    @Override
    protected NodeAccessResolver resolver() {
        return new ThisNode(new NodeId("here"));
    }

    @Override
    protected NodeVolume volume() {
        var spec = Requests.volume("contract-" + count++, Requests.exactly(1), Map.of());
        var volume = new Volumes(new VolumeFiles(directory), new NodeId("here")).create(spec, Requests.soon());
        return new NodeVolume(volume.id(), Requests.MOUNTED, volume.context(), Map.of(), Secrets.none());
    }

    @Override
    protected List<NodeVolume> strangers() {
        return List.of();
    }

    @Override
    protected void loseCloud() {
        // There is none.
    }
}
