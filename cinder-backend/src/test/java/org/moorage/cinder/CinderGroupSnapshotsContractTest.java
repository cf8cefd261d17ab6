package org.moorage.cinder;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.snapshot.GroupSnapshots;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.GroupSnapshotsContract;

class CinderGroupSnapshotsContractTest extends GroupSnapshotsContract {
    private TestCloud cloud;
    private int count;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = TestCloud.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

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
