package org.example.loopfiles;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.Requests;
import org.moorage.testkit.VolumeExpanderContract;

class LoopFilesExpanderTest extends VolumeExpanderContract {
    @TempDir
    private Path directory;

    @Override
    protected VolumeExpander expander() {
        return new Volumes(new VolumeFiles(directory), new NodeId("here"));
    }

    @Override
    protected VolumeId volume() {
        var spec = Requests.volume("contract", Requests.exactly(1), Map.of());
        return new Volumes(new VolumeFiles(directory), new NodeId("here"))
                .create(spec, Requests.soon())
                .id();
    }
}
