package org.moorage.manila;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.SnapshotProvisionerContract;

class ManilaSnapshotsContractTest extends SnapshotProvisionerContract {
    private TestCloud cloud;
    private int count;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.withOwn(directory, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Override
    protected SnapshotProvisioner provisioner() {
        return cloud.role(SnapshotProvisioner.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }
}
