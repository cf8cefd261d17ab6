package org.moorage.manila;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.testkit.VolumeClonerContract;

class ManilaClonerContractTest extends VolumeClonerContract {
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
    protected VolumeCloner cloner() {
        return cloud.role(VolumeCloner.class);
    }
}
