package org.moorage.cinder;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.Topology;
import org.moorage.testkit.CapacityReporterContract;

class CinderCapacityContractTest extends CapacityReporterContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

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
