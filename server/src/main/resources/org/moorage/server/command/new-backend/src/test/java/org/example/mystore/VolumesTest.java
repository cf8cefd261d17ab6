package org.example.mystore;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.volume.VolumeProvisioner;
import org.moorage.testkit.VolumeProvisionerContract;

/// The promises of the first role. Each further one has its contract in the kit.
class VolumesTest extends VolumeProvisionerContract {
    @TempDir
    private Path directory;

    @Override
    protected VolumeProvisioner provisioner() {
        return new Volumes(new Store(directory));
    }
}
