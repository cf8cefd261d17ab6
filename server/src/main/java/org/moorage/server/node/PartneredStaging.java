package org.moorage.server.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodePartner;
import org.moorage.api.node.NodeVolume;
import org.moorage.api.node.PartnerVolume;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodePublishVolumeRequest;
import org.moorage.csi.v1.NodePublishVolumeResponse;
import org.moorage.csi.v1.NodeStageVolumeRequest;
import org.moorage.csi.v1.NodeStageVolumeResponse;
import org.moorage.csi.v1.NodeUnpublishVolumeRequest;
import org.moorage.csi.v1.NodeUnpublishVolumeResponse;
import org.moorage.csi.v1.NodeUnstageVolumeRequest;
import org.moorage.csi.v1.NodeUnstageVolumeResponse;
import org.moorage.server.partner.Partner;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.CallDeadlines;
import org.moorage.server.rpc.Incoming;
import org.moorage.server.rpc.Locks;

/// The calls that bring a volume to its pods and take it away again, where a partner does the work. All of them lock
/// the volume: a repeat must not overtake a call that the partner works on.
@Singleton
final class PartneredStaging {
    private final NodePartner role;
    private final Partner partner;
    private final Locks locks;
    private final CallDeadlines deadlines;

    /// What the partner was told of the volumes that are staged, without secrets. Whoever is not in here, since this
    /// process was started after it was staged, is translated anew.
    private final Map<VolumeId, Map<String, String>> staged = new ConcurrentHashMap<>();

    @Inject
    PartneredStaging(Roles roles, Optional<Partner> partner, Locks locks, CallDeadlines deadlines) {
        this.role = roles.require(NodePartner.class);
        this.partner = partner.orElseThrow();
        this.locks = locks;
        this.deadlines = deadlines;
    }

    NodeStageVolumeResponse stage(NodeStageVolumeRequest request) {
        Incoming.path("staging_target_path", request.getStagingTargetPath());
        var volume = new NodeVolume(
                new VolumeId(request.getVolumeId()),
                Incoming.capability(request.hasVolumeCapability(), request.getVolumeCapability()),
                request.getVolumeContextMap(),
                request.getPublishContextMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, volume.id().value())) {
            var deadline = deadlines.current();
            var told = role.translate(volume, deadline);
            var answer = partner.forward(
                    NodeGrpc.getNodeStageVolumeMethod(),
                    request.toBuilder()
                            .clearVolumeContext()
                            .putAllVolumeContext(told.context())
                            .clearSecrets()
                            .putAllSecrets(texts(told.secrets()))
                            .build(),
                    deadline);
            staged.put(volume.id(), told.context());
            return answer;
        }
    }

    NodeUnstageVolumeResponse unstage(NodeUnstageVolumeRequest request) {
        var id = new VolumeId(request.getVolumeId());
        Incoming.path("staging_target_path", request.getStagingTargetPath());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value())) {
            staged.remove(id);
            return partner.forward(NodeGrpc.getNodeUnstageVolumeMethod(), request, deadlines.current());
        }
    }

    NodePublishVolumeResponse publish(NodePublishVolumeRequest request) {
        var target = Incoming.path("target_path", request.getTargetPath());
        var volume = new NodeVolume(
                new VolumeId(request.getVolumeId()),
                Incoming.capability(request.hasVolumeCapability(), request.getVolumeCapability()),
                request.getVolumeContextMap(),
                request.getPublishContextMap(),
                Secrets.of(request.getSecretsMap()));
        try (var _ = locks.hold(Locks.Subject.VOLUME, volume.id().value());
                var _ = locks.hold(Locks.Subject.TARGET_PATH, target.toString())) {
            var deadline = deadlines.current();
            var told = partner.stages(deadline) ? ofStaged(volume, deadline) : role.translate(volume, deadline);
            return partner.forward(
                    NodeGrpc.getNodePublishVolumeMethod(),
                    request.toBuilder()
                            .clearVolumeContext()
                            .putAllVolumeContext(told.context())
                            .clearSecrets()
                            .putAllSecrets(texts(told.secrets()))
                            .build(),
                    deadline);
        }
    }

    private PartnerVolume ofStaged(NodeVolume volume, Deadline deadline) {
        var context = Optional.ofNullable(staged.get(volume.id()))
                .orElseGet(() -> role.translate(volume, deadline).context());
        staged.put(volume.id(), context);
        return new PartnerVolume(context, Secrets.none());
    }

    NodeUnpublishVolumeResponse unpublish(NodeUnpublishVolumeRequest request) {
        var id = new VolumeId(request.getVolumeId());
        var target = Incoming.path("target_path", request.getTargetPath());
        try (var _ = locks.hold(Locks.Subject.VOLUME, id.value());
                var _ = locks.hold(Locks.Subject.TARGET_PATH, target.toString())) {
            return partner.forward(NodeGrpc.getNodeUnpublishVolumeMethod(), request, deadlines.current());
        }
    }

    private static Map<String, String> texts(Secrets secrets) {
        return secrets.byKey().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, secret -> secret.getValue().reveal()));
    }
}
