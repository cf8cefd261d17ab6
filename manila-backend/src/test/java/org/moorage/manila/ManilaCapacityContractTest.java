package org.moorage.manila;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.Topology;
import org.moorage.testkit.CapacityReporterContract;

class ManilaCapacityContractTest extends CapacityReporterContract {
    private TestCloud cloud;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.withOwn(directory, Map.of("with-topology", List.of("true")));
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
        return new Topology(Map.of(ManilaNames.ZONE, "az1"));
    }

    @Override
    protected Topology nowhere() {
        return new Topology(Map.of(ManilaNames.ZONE, "az9"));
    }
}
