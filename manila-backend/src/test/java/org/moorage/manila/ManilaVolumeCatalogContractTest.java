package org.moorage.manila;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeCatalogContract;

class ManilaVolumeCatalogContractTest extends VolumeCatalogContract {
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
    protected VolumeCatalog catalog() {
        return cloud.role(VolumeCatalog.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++).id();
    }

    @Override
    protected void delete(VolumeId volume) {
        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());
    }
}
