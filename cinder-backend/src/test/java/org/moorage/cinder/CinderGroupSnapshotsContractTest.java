package org.moorage.cinder;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.GroupSnapshotsContract;

class CinderGroupSnapshotsContractTest extends GroupSnapshotsContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected GroupSnapshots groups() {
        return cloud.role(GroupSnapshots.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("group-type", "consistent");
    }
}
