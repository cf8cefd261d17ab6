package org.moorage.api.node;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Says how a node reaches a volume. Implementing this opens the node service: `STAGE_UNSTAGE_VOLUME`,
/// `GET_VOLUME_STATS` and, beside a {@link org.moorage.api.volume.VolumeExpander}, `EXPAND_VOLUME` on the node.
public interface NodeAccessResolver extends Role {
    /// Turns the contexts of a request into a description; the same request gives the same description. For
    /// anything that Moorage made this needs neither credentials nor the cloud, unless what proves who mounts it
    /// ({@link NodeAccess.NetworkMount.Login}) is kept there alone.
    ///
    /// @throws Failure.Invalid     the contexts do not describe a volume of this backend
    /// @throws Failure.Unavailable what is needed to tell cannot be reached
    NodeAccess resolve(NodeVolume volume, Deadline deadline);
}
