package org.moorage.server.node;

import java.nio.file.Path;
import org.moorage.api.Deadline;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.ExpandRequest;
import org.moorage.node.NodeAgent;
import org.moorage.node.PublishRequest;
import org.moorage.node.StageRequest;
import org.moorage.node.VolumeStats;

/// The host that this process runs on, through the node agent.
public final class AgentHost implements VolumeHost {
    private final NodeAgent agent = NodeAgent.onThisHost();

    @Override
    public void stage(StageRequest request, Deadline deadline) {
        agent.stage(request, deadline);
    }

    @Override
    public void unstage(VolumeId volume, Path staging, Deadline deadline) {
        agent.unstage(volume, staging, deadline);
    }

    @Override
    public void publish(PublishRequest request, Deadline deadline) {
        agent.publish(request, deadline);
    }

    @Override
    public void unpublish(VolumeId volume, Path target, Deadline deadline) {
        agent.unpublish(volume, target, deadline);
    }

    @Override
    public Bytes expand(ExpandRequest request, Deadline deadline) {
        return agent.expand(request, deadline);
    }

    @Override
    public VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline) {
        return agent.stats(volume, volumePath, deadline);
    }

    @Override
    public Health health(Path volumePath, Deadline deadline) {
        return agent.health(volumePath, deadline);
    }

    @Override
    public Health health(VolumeId volume, Deadline deadline) {
        return agent.health(volume, deadline);
    }

    @Override
    public long room(VolumeLimit.Measured limit) {
        return agent.room(limit);
    }

    @Override
    public void close() {
        agent.close();
    }
}
