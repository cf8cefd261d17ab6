package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.emulator.fault.Fault;
import org.moorage.emulator.fault.RequestFault;
import org.moorage.testkit.VolumeHealthContract;

class CinderHealthContractTest extends VolumeHealthContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected VolumeHealth catalog() {
        return cloud.role(VolumeHealth.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected void spoil(VolumeId volume) {
        cloud.emulator.resetVolume(volume.value(), "error_extending");
    }

    @Override
    protected void mend(VolumeId volume) {
        cloud.emulator.resetVolume(volume.value(), "available");
    }

    /// Nova tells whether the servers are there that a volume is attached to.
    @Override
    protected void silence() {
        cloud.emulator
                .faults()
                .put(RequestFault.status("GET", "/servers/*", 503).times(Fault.ALWAYS));
    }
}
