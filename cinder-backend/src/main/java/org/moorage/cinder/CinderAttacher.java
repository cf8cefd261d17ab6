package org.moorage.cinder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;

/// Attaches Cinder volumes to Nova servers.
final class CinderAttacher implements VolumeAttacher {
    private final Clouds clouds;

    CinderAttacher(Clouds clouds) {
        this.clouds = clouds;
    }

    @Override
    public Map<String, String> attach(AttachSpec spec, Deadline deadline) {
        var cloud = clouds.of(spec.secrets());
        try {
            return new Attachment(cloud, spec, deadline).make();
        } finally {
            cloud.listing().outdate();
        }
    }

    @Override
    public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets);
        try {
            servers(cloud, volume, node, deadline)
                    .forEach(server -> new Detachment(cloud, volume.value(), server, deadline).make());
        } finally {
            cloud.listing().outdate();
        }
    }

    private static List<String> servers(CinderCloud cloud, VolumeId volume, Optional<NodeId> node, Deadline deadline) {
        return node.map(one -> List.of(one.value()))
                .orElseGet(() -> StrayAttachments.list(cloud, volume.value(), deadline).stream()
                        .flatMap(attachment -> attachment.server().stream())
                        .distinct()
                        .toList());
    }
}
