package org.moorage.manila;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeAttacherContract;

class ManilaAttacherContractTest extends VolumeAttacherContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.withOwn(Map.of("attach-required", List.of("true")));

    private int count;

    @BeforeEach
    void start() {
        for (var index = 0; index < 2; index++) {
            cloud.emulator.connectServer(cloud.node(index).value(), "private", "10.0.0." + (index + 10));
        }
    }

    @Override
    protected VolumeAttacher attacher() {
        return cloud.role(VolumeAttacher.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.volumes()
                .create(cloud.volume("pvc-" + count++, Map.of()), TestCloud.soon())
                .id();
    }

    @Override
    protected NodeId node(int index) {
        return cloud.node(index);
    }
}
