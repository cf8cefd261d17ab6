package org.moorage.cinder;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.Topology;
import org.moorage.testkit.CapacityReporterContract;

class CinderCapacityContractTest extends CapacityReporterContract {
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
    protected CapacityReporter reporter() {
        return cloud.role(CapacityReporter.class);
    }

    @Override
    protected Topology place() {
        return new Topology(Map.of(CinderNames.ZONE, "az1"));
    }

    @Override
    protected Topology nowhere() {
        return new Topology(Map.of(CinderNames.ZONE, "az9"));
    }
}
