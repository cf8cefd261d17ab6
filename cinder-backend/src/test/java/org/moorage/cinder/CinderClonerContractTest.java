package org.moorage.cinder;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.testkit.VolumeClonerContract;

class CinderClonerContractTest extends VolumeClonerContract {
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
    protected VolumeCloner cloner() {
        return cloud.role(VolumeCloner.class);
    }
}
