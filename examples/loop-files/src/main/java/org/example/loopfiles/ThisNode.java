package org.example.loopfiles;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.node.NodeAccess;
import org.moorage.api.node.NodeAccessResolver;
import org.moorage.api.node.NodeId;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.NodeVolume;

/// The node's side, which describes and does not do: the kernel shows the name of the file as the device's serial,
/// and the server's own agent finds, formats and mounts it.
record ThisNode(NodeId id) implements NodeAccessResolver, NodeIdentitySource {
    @Override
    public NodeAccess resolve(NodeVolume volume, Deadline deadline) {
        return new NodeAccess.BlockDevice(volume.id().value(), Optional.empty(), "ext4");
    }

    @Override
    public NodeIdentity identity(Deadline deadline) {
        return new NodeIdentity(id, 0, Optional.empty());
    }
}
