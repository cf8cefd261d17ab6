package org.moorage.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.VolumeLimit;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.VolumeId;
import org.moorage.node.ExpandRequest;
import org.moorage.node.PublishRequest;
import org.moorage.node.StageRequest;
import org.moorage.node.VolumeStats;
import org.moorage.server.node.VolumeHost;

/// A host that remembers what is published where; targets are directories where their parent is there, and
/// nothing is mounted.
final class FakeHost implements VolumeHost {
    private final Script script;
    private final Map<Path, VolumeId> published = new HashMap<>();
    private volatile Health health = Health.GOOD;

    FakeHost(Script script) {
        this.script = script;
    }

    @Override
    public void stage(StageRequest request, Deadline deadline) {
        script.enter("stage", deadline);
    }

    @Override
    public void unstage(VolumeId volume, Path staging, Deadline deadline) {
        script.enter("unstage", deadline);
    }

    @Override
    public synchronized void publish(PublishRequest request, Deadline deadline) {
        script.enter("publish", deadline);
        var elsewhere = published.entrySet().stream()
                .anyMatch(one ->
                        one.getValue().equals(request.volume()) && !one.getKey().equals(request.target()));
        if (elsewhere && request.capability().mode() == AccessMode.SINGLE_NODE_SINGLE_WRITER) {
            throw new Failure.Precondition("volume " + request.volume() + " is published elsewhere");
        }
        var target = request.target().toFile();
        if (target.getParentFile().isDirectory()) {
            target.mkdir();
        }
        published.put(request.target(), request.volume());
    }

    @Override
    public synchronized void unpublish(VolumeId volume, Path target, Deadline deadline) {
        script.enter("unpublish", deadline);
        target.toFile().delete();
        published.remove(target);
    }

    @Override
    public synchronized Bytes expand(ExpandRequest request, Deadline deadline) {
        script.enter("nodeExpand", deadline);
        require(request.volume(), request.volumePath());
        return request.required().orElse(Bytes.GIB);
    }

    @Override
    public synchronized VolumeStats stats(VolumeId volume, Path volumePath, Deadline deadline) {
        script.enter("stats", deadline);
        require(volume, volumePath);
        return new VolumeStats.FileSystem(new Bytes(100), new Bytes(40), new Bytes(55), 10, 3, 7);
    }

    /// Makes all volumes be like that.
    void fall(Health ill) {
        health = ill;
    }

    @Override
    public Health health(Path volumePath, Deadline deadline) {
        return health;
    }

    @Override
    public Health health(VolumeId volume, Deadline deadline) {
        if (!published.containsValue(volume)) {
            throw new Failure.NotFound("volume " + volume + " is not on this node");
        }
        return health;
    }

    @Override
    public long room(VolumeLimit.Measured limit) {
        return limit.otherwise() - 1;
    }

    private void require(VolumeId volume, Path path) {
        if (!Optional.ofNullable(published.get(path)).equals(Optional.of(volume))) {
            throw new Failure.NotFound("volume " + volume + " is not at " + path);
        }
    }

    @Override
    public void close() {}
}
