package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeCatalogContract;

class CinderVolumeCatalogContractTest extends VolumeCatalogContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected VolumeCatalog catalog() {
        return cloud.role(VolumeCatalog.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected void delete(VolumeId volume) {
        cloud.volumes().delete(volume, Secrets.none(), TestCloud.soon());
    }
}
