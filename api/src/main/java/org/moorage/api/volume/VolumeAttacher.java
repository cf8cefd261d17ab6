package org.moorage.api.volume;

import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Role;

/// Attaches volumes to nodes. Implementing this announces `PUBLISH_UNPUBLISH_VOLUME`.
///
/// Calls for one volume never overlap in this process, but may across two.
public interface VolumeAttacher extends Role {
    /// Attaches the volume to the node and returns when it is there. Attached already is a success, and cheap:
    /// callers ask again and again.
    ///
    /// @return what the node's side wants to see again (publish_context): the same text for the same attachment
    /// @throws Failure.NotFound     the volume or the node is not there
    /// @throws Failure.Precondition the volume is attached to another node, which is named, or cannot be
    ///     attached as it is
    /// @throws Failure.Exhausted    the node can take no further volume; thrown for nothing else
    /// @throws Failure.Aborted      the volume is in a passing state in which it cannot be attached
    /// @throws Failure.Unfinished   the deadline came first; a repeat finds what was begun
    /// @throws Failure.Unavailable  the cloud did not answer
    Map<String, String> attach(AttachSpec spec, Deadline deadline);

    /// Detaches the volume and returns when it is. A volume or a node that is gone, or was never attached, is a
    /// success.
    ///
    /// @param node the node to detach from; empty for every node
    /// @throws Failure.Unfinished  the deadline came first; a repeat finds what was begun
    /// @throws Failure.Aborted     the volume is in a passing state in which it cannot be detached
    /// @throws Failure.Unavailable the cloud did not answer
    void detach(VolumeId volume, Optional<NodeId> node, Secrets secrets, Deadline deadline);
}
