package org.moorage.cinder;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeAttacherContract;

class CinderAttacherContractTest extends VolumeAttacherContract {
    private TestCloud cloud;
    private int count;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Override
    protected VolumeAttacher attacher() {
        return cloud.role(VolumeAttacher.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected NodeId node(int index) {
        return cloud.node(index);
    }
}
