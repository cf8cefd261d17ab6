package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.snapshot.SnapshotProvisioner;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.SnapshotProvisionerContract;

class ManilaSnapshotsContractTest extends SnapshotProvisionerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    private int count;

    @Override
    protected SnapshotProvisioner provisioner() {
        return cloud.role(SnapshotProvisioner.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }
}
