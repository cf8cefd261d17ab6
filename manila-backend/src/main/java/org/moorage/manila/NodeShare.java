package org.moorage.manila;

import java.util.List;
import java.util.Optional;
import org.moorage.api.node.NodeAccess.NetworkMount.Login;

/// A share as a node reaches it.
///
/// @param parameters how it is to be mounted
/// @param exports    where it can be had, the best first; one at least
/// @param fsName     in which of the file systems of a Ceph cluster it is, if that is known
/// @param login      who mounts it, for CephFS
record NodeShare(NodeParameters parameters, List<ExportPath> exports, Optional<String> fsName, Optional<Login> login) {
    /// Copies the list.
    NodeShare {
        exports = List.copyOf(exports);
    }
}
