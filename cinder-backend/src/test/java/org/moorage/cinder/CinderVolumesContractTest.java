package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

class CinderVolumesContractTest extends VolumeProvisionerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @Override
    protected VolumeProvisioner provisioner() {
        return cloud.role(VolumeProvisioner.class);
    }
}
