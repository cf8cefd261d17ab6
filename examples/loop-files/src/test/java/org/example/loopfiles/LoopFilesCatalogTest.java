package org.example.loopfiles;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.Requests;
import org.moorage.testkit.VolumeCatalogContract;

class LoopFilesCatalogTest extends VolumeCatalogContract {
    @TempDir
    private Path directory;

    private int count;

    @Override
    protected VolumeCatalog catalog() {
        return new Volumes(new VolumeFiles(directory), new NodeId("here"));
    }

    @Override
    protected VolumeId volume() {
        var spec = Requests.volume("contract-" + count++, Requests.exactly(1), Map.of());
        return new Volumes(new VolumeFiles(directory), new NodeId("here"))
                .create(spec, Requests.soon())
                .id();
    }

    @Override
    protected void delete(VolumeId volume) {
        new Volumes(new VolumeFiles(directory), new NodeId("here")).delete(volume, Secrets.none(), Requests.soon());
    }
}
