package org.example.loopfiles;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.volume.AttachSpec;
import org.moorage.api.volume.VolumeAttacher;
import org.moorage.api.volume.VolumeId;

/// Attaches a file as a loop device of this host, the only node there is.
record Attachments(VolumeFiles files, NodeId host) implements VolumeAttacher {
    @Override
    public Map<String, String> attach(AttachSpec spec, Deadline deadline) {
        if (files.size(spec.volume().value()).isEmpty() || !spec.node().equals(host)) {
            throw new Failure.NotFound("there is no volume " + spec.volume() + " or no node " + spec.node());
        }
        var file = files.file(spec.volume().value());
        if (LoopDevices.of(file, deadline).isEmpty()) {
            LoopDevices.attach(file, deadline);
        }
        return Map.of();
    }

    @Override
    public void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline) {
        if (files.size(volume.value()).isPresent() && node.stream().allMatch(host::equals)) {
            LoopDevices.of(files.file(volume.value()), deadline)
                    .forEach(device -> LoopDevices.detach(device, deadline));
        }
    }
}
