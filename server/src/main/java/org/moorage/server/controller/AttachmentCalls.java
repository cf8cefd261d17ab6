package org.moorage.server.controller;

import jakarta.inject.Inject;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.ControllerPublishVolumeRequest;
import org.moorage.csi.v1.ControllerPublishVolumeResponse;
import org.moorage.csi.v1.ControllerUnpublishVolumeRequest;
import org.moorage.csi.v1.ControllerUnpublishVolumeResponse;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;
import org.moorage.server.rpc.Promises;

/// The calls about attachments. They lock the volume, not the pair: a late detach must not cut a newer attach.
/// The nodes that are to share a volume come together, and wait for each other.
final class AttachmentCalls {
    private final Roles roles;
    private final Locks locks;
    private final CallDeadlines deadlines;

    @Inject
    AttachmentCalls(Roles roles, Locks locks, CallDeadlines deadlines) {
        this.roles = roles;
        this.locks = locks;
        this.deadlines = deadlines;
    }

    ControllerPublishVolumeResponse attach(ControllerPublishVolumeRequest request) {
        var attacher = roles.require(VolumeAttacher.class);
        var spec = new AttachSpec(
                new VolumeId(request.getVolumeId()),
                new NodeId(request.getNodeId()),
                Incoming.capability(request.hasVolumeCapability(), request.getVolumeCapability()),
                request.getReadonly(),
                request.getVolumeContextMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locked(spec)) {
            return ControllerPublishVolumeResponse.newBuilder()
                    .putAllPublishContext(
                            Promises.there("VolumeAttacher.attach", attacher.attach(spec, deadlines.current())))
                    .build();
        }
    }

    private Locks.Hold locked(AttachSpec spec) {
        var volume = spec.volume().value();
        return spec.capability().mode().multiNode()
                ? locks.await(Locks.Subject.VOLUME, volume, deadlines.current())
                : locks.hold(Locks.Subject.VOLUME, volume);
    }

    ControllerUnpublishVolumeResponse detach(ControllerUnpublishVolumeRequest request) {
        var attacher = roles.require(VolumeAttacher.class);
        var volume = new VolumeId(request.getVolumeId());
        var node = Incoming.given(request.getNodeId()).map(NodeId::new);
        try (var _ = locks.hold(Locks.Subject.VOLUME, volume.value())) {
            attacher.detach(volume, node, Secrets.of(request.getSecretsMap()), deadlines.current());
            return ControllerUnpublishVolumeResponse.getDefaultInstance();
        }
    }
}
