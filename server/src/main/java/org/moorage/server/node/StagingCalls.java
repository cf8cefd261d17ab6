package org.moorage.server.node;

import jakarta.inject.Inject;
import java.util.Map;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeResponse;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeResponse;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeResponse;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeResponse;
import org.moorage.node.PublishRequest;
import org.moorage.node.StageRequest;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Promises;
import org.moorage.server.rpc.Unsupported;

/// The calls that bring a volume to its pods and take it away again. All of them lock the volume: the node agent
/// bears no two calls about one.
final class StagingCalls {
    /// kubelet's mark of an inline volume (CSI 1.13 knows none; Kubernetes, pod info on mount).
    private static final String EPHEMERAL = "csi.storage.k8s.io/ephemeral";

    private final Roles roles;
    private final VolumeHost host;
    private final Locks locks;
    private final CallDeadlines deadlines;

    @Inject
    StagingCalls(Roles roles, VolumeHost host, Locks locks, CallDeadlines deadlines) {
        this.roles = roles;
        this.host = host;
        this.locks = locks;
        this.deadlines = deadlines;
    }

    NodeStageVolumeResponse stage(NodeStageVolumeRequest request) {
        var resolver = roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var staging = Incoming.path("staging_target_path", request.getStagingTargetPath());
        var volume = new NodeVolume(
                id,
                Incoming.capability(request.hasVolumeCapability(), request.getVolumeCapability()),
                request.getVolumeContextMap(),
                request.getPublishContextMap(),
                Secrets.of(request.getSecretsMap()));
        refuseGroup(volume.capability());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            var deadline = deadlines.current();
            var access = Promises.there("NodeAccessResolver.resolve", resolver.resolve(volume, deadline));
            host.stage(new StageRequest(id, access, volume.capability(), staging), deadline);
            return NodeStageVolumeResponse.getDefaultInstance();
        }
    }

    /// Needs neither the cloud nor anything that the driver remembers: id and path are all that kubelet has.
    NodeUnstageVolumeResponse unstage(NodeUnstageVolumeRequest request) {
        roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var staging = Incoming.path("staging_target_path", request.getStagingTargetPath());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            host.unstage(id, staging, deadlines.current());
            return NodeUnstageVolumeResponse.getDefaultInstance();
        }
    }

    NodePublishVolumeResponse publish(NodePublishVolumeRequest request) {
        var resolver = roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var target = Incoming.path("target_path", request.getTargetPath());
        var capability = Incoming.capability(request.hasVolumeCapability(), request.getVolumeCapability());
        refuseGroup(capability);
        refuseInline(request.getVolumeContextMap());
        var staging = Incoming.path("staging_target_path", request.getStagingTargetPath());
        var volume = new NodeVolume(
                id,
                capability,
                request.getVolumeContextMap(),
                request.getPublishContextMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value());
                var _ = locks.hold(Locks.Subject.TARGET_PATH, target.toString())) {
            var deadline = deadlines.current();
            var access = Promises.there("NodeAccessResolver.resolve", resolver.resolve(volume, deadline));
            host.publish(new PublishRequest(id, access, capability, request.getReadonly(), staging, target), deadline);
            return NodePublishVolumeResponse.getDefaultInstance();
        }
    }

    /// Not announced, so nobody asks for it: whom a driver without VOLUME_MOUNT_GROUP serves gives the files to the
    /// group itself. To pass it over would leave a pod without the access that its owner believes it has.
    private static void refuseGroup(VolumeCapability capability) {
        if (capability.access() instanceof VolumeAccess.Mount mount
                && mount.group().isPresent()) {
            throw new Failure.Invalid("volume_mount_group: this driver does not announce VOLUME_MOUNT_GROUP");
        }
    }

    private static void refuseInline(Map<String, String> context) {
        if (context.getOrDefault(EPHEMERAL, "").equals("true")) {
            throw new Unsupported(
                    "this driver has no inline volumes: use a generic ephemeral volume, which is a claim");
        }
    }

    NodeUnpublishVolumeResponse unpublish(NodeUnpublishVolumeRequest request) {
        roles.require(NodeAccessResolver.class);
        var id = new VolumeId(request.getVolumeId());
        var target = Incoming.path("target_path", request.getTargetPath());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value());
                var _ = locks.hold(Locks.Subject.TARGET_PATH, target.toString())) {
            host.unpublish(id, target, deadlines.current());
            return NodeUnpublishVolumeResponse.getDefaultInstance();
        }
    }
}
