package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

class ManilaVolumesContractTest extends VolumeProvisionerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    @Override
    protected VolumeProvisioner provisioner() {
        return cloud.role(VolumeProvisioner.class);
    }
}
