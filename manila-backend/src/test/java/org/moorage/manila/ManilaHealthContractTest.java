package org.moorage.manila;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeHealth;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeHealthContract;

class ManilaHealthContractTest extends VolumeHealthContract {
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
