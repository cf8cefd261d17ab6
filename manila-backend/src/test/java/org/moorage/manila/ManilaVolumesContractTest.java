package org.moorage.manila;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

class ManilaVolumesContractTest extends VolumeProvisionerContract {
    private TestCloud cloud;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.withOwn(directory, Map.of());
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
