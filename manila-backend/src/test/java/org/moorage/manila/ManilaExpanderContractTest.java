package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeExpanderContract;

class ManilaExpanderContractTest extends VolumeExpanderContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    private int count;

    @Override
    protected VolumeExpander expander() {
        return cloud.role(VolumeExpander.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }
}
