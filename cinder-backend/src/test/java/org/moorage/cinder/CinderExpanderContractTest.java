package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeExpanderContract;

class CinderExpanderContractTest extends VolumeExpanderContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected VolumeExpander expander() {
        return cloud.role(VolumeExpander.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }
}
