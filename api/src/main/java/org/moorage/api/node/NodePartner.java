package org.moorage.api.node;

import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Role;

/// Leaves the work on the node to the node plugin of another CSI driver that is installed there, its partner. A
/// backend is either this or a {@link NodeAccessResolver}. The server hands each call of the node service on, and
/// announces the capabilities that the partner announces.
public interface NodePartner extends Role {
    /// Where the partner listens: `unix:///path/of/csi.sock`.
    String endpoint();

    /// Turns the contexts of a request into those that the partner understands.
    ///
    /// @throws Failure.Invalid     the contexts do not describe a volume of this backend
    /// @throws Failure.NotFound    there is no such volume
    /// @throws Failure.Unavailable what is needed to tell cannot be reached
    PartnerVolume translate(NodeVolume volume, Deadline deadline);
}
