package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.testkit.VolumeClonerContract;

class CinderClonerContractTest extends VolumeClonerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    @Override
    protected VolumeCloner cloner() {
        return cloud.role(VolumeCloner.class);
    }
}
