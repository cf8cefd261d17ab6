package org.moorage.server.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.ExpandRequest;
import org.moorage.node.PublishRequest;
import org.moorage.node.StageRequest;
import org.moorage.node.VolumeStats;

/// What the node service asks of the host. Every call throws the failures of {@link org.moorage.node.NodeAgent}.
public interface VolumeHost extends AutoCloseable {
    void stage(StageRequest request, Deadline deadline);

    void unstage(VolumeId volume, Path staging, Deadline deadline);

    void publish(PublishRequest request, Deadline deadline);

    void unpublish(VolumeId volume, Path target, Deadline deadline);

    Bytes expand(ExpandRequest request, Deadline deadline);

    VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline);

    Health health(Path volumePath, Deadline deadline);

    Health health(VolumeId volume, Deadline deadline);

    long room(VolumeLimit.Measured limit);

    @Override
    void close();
}
