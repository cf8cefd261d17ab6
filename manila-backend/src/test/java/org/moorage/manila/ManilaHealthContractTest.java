package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeHealthContract;

class ManilaHealthContractTest extends VolumeHealthContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    private int count;

    @Override
    protected VolumeHealth catalog() {
        return cloud.role(VolumeHealth.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }

    @Override
    protected void spoil(VolumeId volume) {
        cloud.emulator.resetShare(volume.value(), "extending_error");
    }

    @Override
    protected void mend(VolumeId volume) {
        cloud.emulator.resetShare(volume.value(), "available");
    }

    @Override
    protected void silence() {
        // A share's health is its status.
    }
}
