package org.moorage.node;

import static org.moorage.node.Workbench.deadline;
import static org.moorage.node.Workbench.mounted;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.node.Workbench.Disk;

/// What the tests of staging share: a workbench, an agent, a place to stage at.
@RealHost
abstract class StagingFixture {
    final Workbench bench = Workbench.open();
    final NodeAgent agent = new NodeAgent(bench.host());
    final Path staging = bench.path("staging");

    @AfterEach
    void close() {
        agent.close();
        bench.close();
    }

    void stage(Disk disk, VolumeCapability capability) {
        agent.stage(new StageRequest(disk.id(), disk.access(), capability, staging), deadline());
    }

    void stage(Disk disk, NodeAccess access, Duration wait) {
        agent.stage(new StageRequest(disk.id(), access, mounted("ext4"), staging), deadline(wait));
    }
}
