package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeCloner;
import org.moorage.testkit.VolumeClonerContract;

class ManilaClonerContractTest extends VolumeClonerContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    @Override
    protected VolumeCloner cloner() {
        return cloud.role(VolumeCloner.class);
    }
}
