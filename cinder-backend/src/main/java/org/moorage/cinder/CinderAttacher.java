package org.moorage.cinder;

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
        return new Attachment(clouds.of(spec.secrets()), spec, deadline).make();
    }

    @Override
    public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {
        var cloud = clouds.of(secrets);
        if (node.isPresent()) {
            new Detachment(cloud, volume.value(), node.get().value(), deadline).make();
        } else {
            StrayAttachments.list(cloud, volume.value(), deadline).stream()
                    .flatMap(attachment -> attachment.server().stream())
                    .distinct()
                    .forEach(server -> new Detachment(cloud, volume.value(), server, deadline).make());
        }
    }
}
