package org.moorage.manila;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.CapacityReporter;
import org.moorage.api.volume.Topology;
import org.moorage.testkit.CapacityReporterContract;

class ManilaCapacityContractTest extends CapacityReporterContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn(Map.of("with-topology", List.of("true")));

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
