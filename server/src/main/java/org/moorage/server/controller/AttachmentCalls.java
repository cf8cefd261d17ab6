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

/// The calls about attachments. They lock the volume, not the pair: a late detach must not cut a newer attach.
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
        try (var _ = locks.hold(Locks.Subject.VOLUME, spec.volume().value())) {
            return ControllerPublishVolumeResponse.newBuilder()
                    .putAllPublishContext(attacher.attach(spec, deadlines.current()))
                    .build();
        }
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
