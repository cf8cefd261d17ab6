package org.moorage.manila;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.Secrets;
import org.moorage.api.volume.VolumeCatalog;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeCatalogContract;

class ManilaVolumeCatalogContractTest extends VolumeCatalogContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn();

    private int count;

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
