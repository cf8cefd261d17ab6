package org.example.loopfiles;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

class LoopFilesProvisionerTest extends VolumeProvisionerContract {
    @TempDir
    private Path directory;

    @Override
    protected VolumeProvisioner provisioner() {
        return new Volumes(new VolumeFiles(directory), new NodeId("here"));
    }
}
