package org.moorage.server.node;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.volume.VolumeExpander;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.NodeExpandVolumeRequest;
import org.moorage.csi.v1.NodeExpandVolumeResponse;
import org.moorage.csi.v1.NodeGetVolumeHealthRequest;
import org.moorage.csi.v1.NodeGetVolumeHealthResponse;
import org.moorage.csi.v1.NodeGetVolumeStatsRequest;
import org.moorage.csi.v1.NodeGetVolumeStatsResponse;
import org.moorage.csi.v1.VolumeUsage;
import org.moorage.node.ExpandRequest;
import org.moorage.node.VolumeStats;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Outgoing;

/// The calls about volumes that are in use on the node.
final class UsageCalls {
    private final Roles roles;
    private final VolumeHost host;
    private final Locks locks;
    private final CallDeadlines deadlines;

    @Inject
    UsageCalls(Roles roles, VolumeHost host, Locks locks, CallDeadlines deadlines) {
        this.roles = roles;
        this.host = host;
        this.locks = locks;
        this.deadlines = deadlines;
    }

    NodeExpandVolumeResponse expand(NodeExpandVolumeRequest request) {
        roles.require(NodeAccessResolver.class);
        roles.require(VolumeExpander.class);
        var id = new VolumeId(request.getVolumeId());
        var path = volumePath(id, request.getVolumePath());
        var spec = new ExpandRequest(
                id,
                path,
                Incoming.given(request.getStagingTargetPath())
                        .map(staging -> Incoming.path("staging_target_path", staging)),
                Incoming.range(request.getCapacityRange()).required(),
                Incoming.optionalCapability(request.hasVolumeCapability(), request.getVolumeCapability()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            return NodeExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(host.expand(spec, deadlines.current()).count())
                    .build();
        }
    }

    /// Takes no lock: it changes nothing, and kubelet asks for it while other calls are under way.
    NodeGetVolumeStatsResponse stats(NodeGetVolumeStatsRequest request) {
        roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var path = volumePath(id, request.getVolumePath());
        var deadline = deadlines.current();
        var health = host.health(path, deadline);
        // kubelet drops an answer without usage, and with it what is wrong.
        var usage = health.inaccessible()
                ? List.of(
                        VolumeUsage.newBuilder().setUnit(VolumeUsage.Unit.BYTES).build())
                : usage(host.stats(id, path, deadline));
        return NodeGetVolumeStatsResponse.newBuilder()
                .addAllUsage(usage)
                .setVolumeCondition(Outgoing.condition(health))
                .build();
    }

    private static List<VolumeUsage> usage(VolumeStats stats) {
        return switch (stats) {
            case VolumeStats.Block block ->
                List.of(VolumeUsage.newBuilder()
                        .setUnit(VolumeUsage.Unit.BYTES)
                        .setTotal(block.total().count())
                        .build());
            case VolumeStats.FileSystem files ->
                List.of(
                        VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.BYTES)
                                .setTotal(files.totalBytes().count())
                                .setUsed(files.usedBytes().count())
                                .setAvailable(files.availableBytes().count())
                                .build(),
                        VolumeUsage.newBuilder()
                                .setUnit(VolumeUsage.Unit.INODES)
                                .setTotal(files.totalInodes())
                                .setUsed(files.usedInodes())
                                .setAvailable(files.freeInodes())
                                .build());
        };
    }

    /// The place where the pod sees the volume says most; where it is only staged, that place does. Callers need
    /// not name either.
    NodeGetVolumeHealthResponse health(NodeGetVolumeHealthRequest request) {
        roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var health = Incoming.given(request.getVolumePublishPath())
                .or(() -> Incoming.given(request.getStagingTargetPath()))
                .map(path -> host.health(volumePath(id, path), deadlines.current()))
                .orElseGet(() -> host.health(id, deadlines.current()));
        return NodeGetVolumeHealthResponse.newBuilder()
                .setVolumeHealth(Outgoing.health(id, health))
                .build();
    }

    /// A path that is not absolute is none at which a volume could be: csi-sanity wants NOT_FOUND for it.
    private static Path volumePath(VolumeId id, String text) {
        if (!text.isBlank() && !text.startsWith("/")) {
            throw new Failure.NotFound("volume " + id + " is not at " + text + ", which is no absolute path");
        }
        return Incoming.path("volume_path", text);
    }
}
