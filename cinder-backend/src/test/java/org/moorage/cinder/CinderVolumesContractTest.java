package org.moorage.cinder;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

class CinderVolumesContractTest extends VolumeProvisionerContract {
    private TestCloud cloud;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Override
    protected VolumeProvisioner provisioner() {
        return cloud.role(VolumeProvisioner.class);
    }
}
