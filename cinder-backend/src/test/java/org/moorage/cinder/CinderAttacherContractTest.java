package org.moorage.cinder;

import org.junit.jupiter.api.AutoClose;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.testkit.VolumeAttacherContract;

class CinderAttacherContractTest extends VolumeAttacherContract {
    @AutoClose
    private final TestCloud cloud = TestCloud.start();

    private int count;

    @Override
    protected VolumeAttacher attacher() {
        return cloud.role(VolumeAttacher.class);
    }

    @Override
    protected VolumeId volume() {
        return cloud.made("pvc-" + count++);
    }

    @Override
    protected NodeId node(int index) {
        return cloud.node(index);
    }
}
